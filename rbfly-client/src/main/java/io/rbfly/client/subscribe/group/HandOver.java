package io.rbfly.client.subscribe.group;

import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stops a member that is active: it delivers no further message, the application finishes the one that it is
 * processing, and the offset is stored. Then another member may continue. Used on the event loop only.
 */
final class HandOver {
    private static final System.Logger LOG = System.getLogger(HandOver.class.getName());

    private final String stream;
    private final GroupReading reading;
    private final @Nullable OffsetStorer offsets;
    private final Timer timer;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private boolean quiet;
    private boolean leaving;
    /** The last message that the application is to acknowledge. */
    private long delivered = ProcessedOffset.NONE;

    HandOver(String stream, GroupReading reading, @Nullable OffsetStorer offsets, Timer timer) {
        this.stream = stream;
        this.reading = reading;
        this.offsets = offsets;
        this.timer = timer;
    }

    /**
     * Starts.
     *
     * @return completes when the offset is stored; exceptionally as described at {@link OffsetStorer#storeLast}
     */
    CompletableFuture<Void> begin() {
        finished.thenCompose(nothing -> offsets == null ? CompletableFuture.completedFuture(null) : offsets.storeLast())
                .whenComplete((nothing, error) -> {
                    if (error == null) {
                        stored.complete(null);
                    } else {
                        stored.completeExceptionally(error);
                    }
                });
        if (offsets != null) {
            offsets.finishing(this::check);
        }
        reading.stop().thenAccept(last -> {
            quiet = true;
            delivered = last;
            check();
        });
        return stored;
    }

    /** The application closes the subscription: what it has not acknowledged is not processed. */
    void leave() {
        leaving = true;
        check();
    }

    /** Waits no longer than for this time for the application. */
    void limit(Duration bound) {
        Timer.Scheduled limit = timer.schedule(bound, () -> {
            if (finished.complete(null)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a message of stream {0} was not {1} within {2} ms; the next consumer of the group gets it, too",
                        stream,
                        quiet ? "acknowledged" : "processed",
                        bound.toMillis());
            }
        });
        finished.thenRun(limit::cancel);
    }

    private void check() {
        if (quiet && (leaving || offsets == null || offsets.handled().covers(delivered))) {
            finished.complete(null);
        }
    }
}
