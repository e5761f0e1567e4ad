package io.rbfly.client.publish.outcome;

import io.rbfly.client.loop.LoopFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that is kept by the publisher, and calls an action if the application completes it, by cancelling or by a
 * timeout.
 */
public class WaitingFuture extends LoopFuture<Void> {
    private final Runnable onDrop;

    public WaitingFuture(BooleanSupplier onLoop, Runnable onDrop) {
        super(onLoop);
        this.onDrop = onDrop;
    }

    /** Completes the future on behalf of the publisher, without calling the action. */
    public final void end(@Nullable Throwable failure) {
        if (failure == null) {
            super.complete(null);
        } else {
            super.completeExceptionally(failure);
        }
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return told(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public final boolean complete(Void value) {
        return told(super.complete(value));
    }

    @Override
    public final boolean completeExceptionally(Throwable failure) {
        return told(super.completeExceptionally(failure));
    }

    private boolean told(boolean completed) {
        if (completed) {
            onDrop.run();
        }
        return completed;
    }
}
