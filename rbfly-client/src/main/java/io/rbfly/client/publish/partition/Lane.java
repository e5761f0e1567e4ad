package io.rbfly.client.publish.partition;

import io.rbfly.client.publish.StreamPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition, and its publisher, which is opened with the first message. For use in any thread.
 *
 * <p>A publisher without a name takes messages at once. One with a name has to know first which publishing ids the
 * broker has stored: messages wait for {@link #ready()}.
 */
final class Lane {
    private final String partition;
    private final Supplier<StreamPublisher> start;
    private final boolean opensFirst;
    /** For each message that goes only there. */
    private final Destination alone = Destination.of(List.of(this));

    private volatile @Nullable StreamPublisher publisher;
    /** The highest id of the publishers that have ended. */
    private volatile long formerId;

    /**
     * Creates a lane with a function that starts its publisher, which may have to be open before messages are passed to
     * it.
     */
    Lane(String partition, boolean opensFirst, Supplier<StreamPublisher> start) {
        this.partition = partition;
        this.opensFirst = opensFirst;
        this.start = start;
    }

    String partition() {
        return partition;
    }

    /** The destination of messages that go only there. */
    Destination alone() {
        return alone;
    }

    /** The publisher, which is started if there is none. */
    StreamPublisher publisher() {
        StreamPublisher current = publisher;
        return current != null ? current : started();
    }

    private synchronized StreamPublisher started() {
        StreamPublisher current = publisher;
        if (current == null) {
            current = start.get();
            publisher = current;
        }
        return current;
    }

    /** Whether messages may be passed to the publisher now. */
    boolean isReady() {
        return !opensFirst || publisher().opened().isDone();
    }

    /** Completes on the event loop when messages may be passed to the publisher, also if it could not be opened. */
    CompletableFuture<Void> ready() {
        return isReady()
                ? CompletableFuture.completedFuture(null)
                : publisher().opened().handle((opened, error) -> null);
    }

    /** A publisher has ended. The next message starts another one. Returns whether it was that of the lane. */
    synchronized boolean ended(StreamPublisher former) {
        boolean isOwn = publisher == former;
        if (isOwn) {
            formerId = former.lastPublishingId();
            publisher = null;
        }
        return isOwn;
    }

    /** The highest publishing id so far, unsigned. Starts no publisher. */
    long lastPublishingId() {
        StreamPublisher current = publisher;
        long last = current == null ? 0 : current.lastPublishingId();
        return last == 0 ? formerId : last; // zero until a publisher that was started again knows what is stored
    }

    @Override
    public String toString() {
        return partition;
    }
}
