package io.rbfly.client.publish.outcome;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a group of messages. Its messages are not counted: it completes when all messages up to a position in
 * the order of acceptance have outcomes, with the first failure of the group.
 */
public final class SharedOutcome implements OutcomeListener {
    private final WaitingFuture future;
    private @Nullable Throwable firstFailure;
    /** The number of messages accepted when the group ended. */
    private long end;

    /** Creates a group with an action that is called if the application completes the future. */
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
