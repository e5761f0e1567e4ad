package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription stores in the broker how far the stream was processed, so that {@link Offset#stored} continues
 * after that message. It stores the offset up to which all messages are processed: after a number of messages or after
 * a time, whichever comes first, and when the subscription is closed. It stores nothing if that offset has not changed.
 * Then it asks the broker once, after that time, whether it has the offset, and stores it again if it was lost, as
 * while the stream had no leader. It asks once more two minutes after it was opened, after a connection was lost, or
 * after another member of its group was active: an offset that was sent before may arrive late, and replace a later
 * one.
 *
 * <p>On a new connection it stores an offset again only if the broker has a lower one. If the broker has none, the
 * stream may have been deleted and created again meanwhile; then it stores an offset when a chunk shows that the stream
 * is still the same, or when none has arrived for a minute. If it is closed before, the messages since the last stored
 * offset are delivered again.
 *
 * <p>A message is processed
 *
 * <ul>
 *   <li>with {@link Subscription#forEach}, {@link Subscription#forEachView} and {@link Subscription#forEachBatch}: when
 *       its handler has returned and its stage is complete, or when the error policy has skipped it;
 *   <li>with {@link Subscription#next} and {@link Subscription#asFlowPublisher}: when it or a later one was passed to
 *       {@link Subscription#acknowledge};
 *   <li>when a filter's function has dropped it and all messages before it are processed.
 * </ul>
 *
 * So each message is processed at least once: after a crash, the messages after the last stored offset are delivered
 * again. The offset of a message whose handler is still running when the subscription is closed is stored when the
 * handler completes, if the client is still open.
 */
public final class OffsetStoring {

    private final String reference;
    private final int messages;
    private final Duration interval;

    private OffsetStoring(String reference, int messages, Duration interval) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(interval, "interval");
        Check.reference("reference", reference);
        if (messages < 1) {
            throw new IllegalArgumentException("messages: " + messages + " (expected: >= 1)");
        }
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: 1 ms to 365 days)");
        }
        this.reference = reference;
        this.messages = messages;
        this.interval = interval;
    }

    /**
     * Stores after every 10,000 messages and every 5 seconds.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @throws IllegalArgumentException if the reference is shorter or longer
     */
    public static OffsetStoring of(String reference) {
        return new OffsetStoring(reference, 10_000, Duration.ofSeconds(5));
    }

    /** These options with another number of messages. */
    public OffsetStoring withMessages(int messages) {
        return new OffsetStoring(reference, messages, interval);
    }

    /** These options with another interval. */
    public OffsetStoring withInterval(Duration interval) {
        return new OffsetStoring(reference, messages, interval);
    }

    /** The reference under which the offset is stored, 1 to 255 bytes in UTF-8. */
    public String reference() {
        return reference;
    }

    /**
     * The number of messages after which the offset is stored, from 1; 10,000 by default. Each stored offset takes
     * space in the stream.
     */
    public int messages() {
        return messages;
    }

    /** The time after which the offset is stored, 1 ms to 365 days; 5 seconds by default. */
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof OffsetStoring other
                && Objects.equals(reference, other.reference)
                && messages == other.messages
                && Objects.equals(interval, other.interval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reference, messages, interval);
    }

    @Override
    public String toString() {
        return "OffsetStoring[reference=" + reference + ", messages=" + messages + ", interval=" + interval + "]";
    }
}
