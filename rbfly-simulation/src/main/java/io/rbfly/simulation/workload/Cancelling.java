package io.rbfly.simulation.workload;

import io.rbfly.simulation.world.SimulatedLoop;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cancels some futures, which ends the wait only: nothing is lost by it. */
final class Cancelling {
    private static final int ONE_OF = 20;
    private static final int MAX_MILLIS = 200;

    private final boolean active;
    private final SplittableRandom random;
    private final SimulatedLoop thread;

    /** @param thread where futures are cancelled */
    Cancelling(boolean active, SplittableRandom random, SimulatedLoop thread) {
        this.active = active;
        this.random = random;
        this.thread = thread;
    }

    /** Whether anything is cancelled at all. */
    boolean isActive() {
        return active;
    }

    /** Whether something is to be cancelled now. */
    boolean isDue() {
        return active && random.nextInt(ONE_OF) == 0;
    }

    /** Returns the future, which may be cancelled at once or a little later. */
    <T extends @Nullable Object> CompletableFuture<T> some(CompletableFuture<T> future) {
        if (isDue()) {
            thread.schedule(() -> future.cancel(false), random.nextInt(MAX_MILLIS), TimeUnit.MILLISECONDS);
        }
        return future;
    }

    /** Whether a future has failed because it was cancelled. */
    boolean isReason(@Nullable Throwable error) {
        return active && error instanceof CancellationException;
    }
}
