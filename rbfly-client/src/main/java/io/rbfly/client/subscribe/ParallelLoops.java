package io.rbfly.client.subscribe;

import io.rbfly.client.api.Subscription;
import io.rbfly.client.loop.Callbacks;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The loops of several partitions that run at the same time, and end together. Used on the event loop only. */
final class ParallelLoops {
    private final Function<Subscription, CompletableFuture<Void>> start;
    private final CompletableFuture<Void> finished;
    private final Callbacks callbacks;
    private final Set<CompletableFuture<Void>> running = new LinkedHashSet<>();

    /**
     * Creates loops without partitions yet.
     *
     * @param start starts the loop of a partition
     * @param finished the future of the application
     */
    ParallelLoops(
            Function<Subscription, CompletableFuture<Void>> start,
            CompletableFuture<Void> finished,
            Callbacks callbacks) {
        this.start = start;
        this.finished = finished;
        this.callbacks = callbacks;
        finished.whenComplete((nothing, error) -> callbacks.onLoop(this::stop));
    }

    /** Tells a subscriber that it gets no message. */
    static void refuse(Flow.Subscriber<?> subscriber, Throwable cause) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(cause);
    }

    boolean isFinished() {
        return finished.isDone();
    }

    /** Reads a partition, too. */
    void add(StreamSubscription partition) {
        if (isFinished()) {
            return;
        }
        CompletableFuture<Void> loop = start.apply(partition);
        running.add(loop);
        loop.whenComplete((nothing, error) -> callbacks.onLoop(() -> {
            running.remove(loop);
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            if (cause != null && cause != partition.cause()) { // otherwise the other partitions are read to their ends
                end(cause);
            }
        }));
    }

    /** All partitions have ended: with an exception, or null if the application has closed the subscription. */
    void end(@Nullable Throwable cause) {
        callbacks.execute(() -> {
            if (cause == null) {
                finished.complete(null);
            } else {
                finished.completeExceptionally(cause);
            }
        });
        stop();
    }

    private void stop() {
        Set.copyOf(running).forEach(loop -> loop.cancel(false));
    }
}
