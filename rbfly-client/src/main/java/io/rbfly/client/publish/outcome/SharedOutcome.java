package io.rbfly.client.publish.outcome;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that have one future together. Nothing is counted for them: their future completes when all messages up to a
 * place in the order of acceptance have outcomes, with the first failure among those of the group.
 */
public final class SharedOutcome implements OutcomeListener {
    private final WaitingFuture future;
    private @Nullable Throwable firstFailure;
    /** How many messages were accepted when the group was complete. */
    private long end;

    /** With what is called when the application completes the future. */
    public SharedOutcome(BooleanSupplier onLoop, Runnable onDrop) {
        this.future = new WaitingFuture(onLoop, onDrop);
    }

    public CompletableFuture<Void> future() {
        return future;
    }

    public long end() {
        return end;
    }

    public void end(long end) {
        this.end = end;
    }

    /** A message of the group failed. */
    public synchronized void failed(Throwable cause) {
        if (firstFailure == null) {
            firstFailure = cause;
        }
    }

    /** All messages of the group have outcomes. */
    public void complete() {
        future.end(failure());
    }

    private synchronized @Nullable Throwable failure() {
        return firstFailure;
    }
}
