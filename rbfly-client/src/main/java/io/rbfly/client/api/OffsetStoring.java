package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription tells the broker how far the stream was processed, so that {@link Offset#stored} continues behind
 * it. Stored is the offset up to which messages are processed, after so many messages or so much time, whichever comes
 * first, and when the subscription is closed. Nothing is stored while there is nothing new.
 *
 * <p>A message is processed when whoever processes it says so:
 *
 * <ul>
 *   <li>in {@link Subscription#forEach} and {@link Subscription#forEachView}: when its handler returned, or its stage
 *       is complete, or when the error policy skipped it;
 *   <li>with {@link Subscription#next} and {@link Subscription#asFlowPublisher}: when it or a later one was given to
 *       {@link Subscription#acknowledge};
 *   <li>when a filter's function dropped it and all before it are processed.
 * </ul>
 *
 * So each message is processed at least once: after a crash those behind the last stored offset come again. A message
 * whose handler is not done when the subscription is closed is stored when it is, if the client is open then.
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

    /** Every 10,000 messages and every 5 seconds. */
    public static OffsetStoring of(String reference) {
        return new OffsetStoring(reference, 10_000, Duration.ofSeconds(5));
    }

    /** After another number of messages. */
    public OffsetStoring withMessages(int messages) {
        return new OffsetStoring(reference, messages, interval);
    }

    /** After another time. */
    public OffsetStoring withInterval(Duration interval) {
        return new OffsetStoring(reference, messages, interval);
    }

    /** Under which the broker keeps it, 1 to 255 bytes in UTF-8. */
    public String reference() {
        return reference;
    }

    /** After how many, from 1; by default 10,000. Each offset that is stored takes room in the stream. */
    public int messages() {
        return messages;
    }

    /** After how much time, from 1 ms; by default 5 seconds. */
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
