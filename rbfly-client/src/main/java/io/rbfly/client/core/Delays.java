package io.rbfly.client.core;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Futures that complete after a delay, or when the client is closed. Used on the event loop only. */
final class Delays {
    private final Timer timer;
    private final Set<CompletableFuture<Void>> running = new LinkedHashSet<>();

    Delays(Timer timer) {
        this.timer = timer;
    }

    /** Completes a future after a delay, unless it is already complete. */
    void add(CompletableFuture<Void> future, Duration delay) {
        running.add(future);
        Timer.Scheduled scheduled = timer.schedule(delay, () -> future.complete(null));
        future.whenComplete((nothing, error) -> {
            scheduled.cancel();
            running.remove(future);
        });
    }

    /** Returns a future that completes after a delay. */
    CompletableFuture<Void> start(Duration delay) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        add(future, delay);
        return future;
    }

    /** Fails all incomplete futures. */
    void endAll() {
        List<CompletableFuture<Void>> left = List.copyOf(running);
        left.forEach(future -> future.completeExceptionally(new ClosedException("client is closed")));
    }
}
