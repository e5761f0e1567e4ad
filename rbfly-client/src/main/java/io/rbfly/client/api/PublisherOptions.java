package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Options of a publisher. Immutable: start with {@link #DEFAULT} or {@link #named}; each {@code with} method returns
 * new options.
 */
public final class PublisherOptions {

    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    /**
     * No name, at most 10,000 unconfirmed messages, no confirm timeout, a frame delay of 2 ms, no filter values, no
     * batches.
     */
    public static final PublisherOptions DEFAULT = new PublisherOptions(new Values());

    private final Values values;

    /** What is copied and changed before it becomes part of options. */
    private static final class Values implements Cloneable {
        String name = "";
        int maxUnconfirmed = 10_000;
        long maxUnconfirmedBytes = partOfHeap(64 << 20);
        long maxPendingBytes = partOfHeap(256 << 20);
        Duration confirmTimeout = Duration.ZERO;
        Duration maxFrameDelay = Duration.ofMillis(2);

        @Nullable
        Function<? super AmqpMessage, @Nullable String> filterValue;

        @Nullable
        Batching batching;

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private PublisherOptions(Values values) {
        Objects.requireNonNull(values.name, "name");
        Objects.requireNonNull(values.confirmTimeout, "confirmTimeout");
        Objects.requireNonNull(values.maxFrameDelay, "maxFrameDelay");
        Check.referenceOrEmpty("name", values.name);
        atLeastOne("maxUnconfirmed", values.maxUnconfirmed);
        atLeastOne("maxUnconfirmedBytes", values.maxUnconfirmedBytes);
        atLeastOne("maxPendingBytes", values.maxPendingBytes);
        if (values.confirmTimeout.isNegative() || values.confirmTimeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "confirmTimeout: " + values.confirmTimeout + " (expected: zero for none, up to 365 days)");
        }
        if (values.maxFrameDelay.isNegative()) {
            throw new IllegalArgumentException("maxFrameDelay: " + values.maxFrameDelay + " (expected: zero or more)");
        }
        if (values.filterValue != null && values.batching != null) {
            throw new IllegalArgumentException(
                    "filterValue, batching: both (expected: one of them, as batches have no filter values)");
        }
        this.values = values;
    }

    private PublisherOptions(PublisherOptions from, Consumer<Values> change) {
        this(changed(from.values.copy(), change));
    }

    private static Values changed(Values values, Consumer<Values> change) {
        change.accept(values);
        return values;
    }

    /** The default options with a name, so that each message is stored once, also across reconnects and restarts. */
    public static PublisherOptions named(String name) {
        return DEFAULT.withName(name);
    }

    /** These options with another name. */
    public PublisherOptions withName(String name) {
        return new PublisherOptions(this, to -> to.name = name);
    }

    /** These options with another limit of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmed(int maxUnconfirmed) {
        return new PublisherOptions(this, to -> to.maxUnconfirmed = maxUnconfirmed);
    }

    /** These options with another limit of the bytes of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmedBytes(long maxUnconfirmedBytes) {
        return new PublisherOptions(this, to -> to.maxUnconfirmedBytes = maxUnconfirmedBytes);
    }

    /** These options with another limit of the memory of messages that wait to be sent, in bytes. */
    public PublisherOptions withMaxPendingBytes(long maxPendingBytes) {
        return new PublisherOptions(this, to -> to.maxPendingBytes = maxPendingBytes);
    }

    /** These options with another confirm timeout, zero for none. */
    public PublisherOptions withConfirmTimeout(Duration confirmTimeout) {
        return new PublisherOptions(this, to -> to.confirmTimeout = confirmTimeout);
    }

    /** These options with another limit of the time that a frame waits for messages, zero for none. */
    public PublisherOptions withMaxFrameDelay(Duration maxFrameDelay) {
        return new PublisherOptions(this, to -> to.maxFrameDelay = maxFrameDelay);
    }

    /**
     * These options with batches, null for none.
     *
     * @throws IllegalArgumentException if there is a function for filter values, which batches do not have
     */
    public PublisherOptions withBatching(@Nullable Batching batching) {
        return new PublisherOptions(this, to -> to.batching = batching);
    }

    /**
     * These options with another function for filter values, null for none.
     *
     * @throws IllegalArgumentException if there are batches, which have no filter values
     */
    public PublisherOptions withFilterValue(@Nullable Function<? super AmqpMessage, @Nullable String> filterValue) {
        return new PublisherOptions(this, to -> to.filterValue = filterValue);
    }

    private static long partOfHeap(long limit) {
        return Math.min(limit, Runtime.getRuntime().maxMemory() / 4);
    }

    private static void atLeastOne(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: >= 1)");
        }
    }

    /**
     * The name by which the broker detects messages that it has stored already, 1 to 255 bytes in UTF-8; empty (the
     * default) for none. It must be unique among the publishers of a stream that exist at the same time.
     */
    public String name() {
        return values.name;
    }

    /** The maximum number of messages that are sent and unconfirmed, from 1; 10,000 by default. */
    public int maxUnconfirmed() {
        return values.maxUnconfirmed;
    }

    /**
     * The maximum number of bytes of encoded messages that are sent and unconfirmed, from 1; by default 64 MiB, or a
     * quarter of the maximum heap size of this JVM if that is less. A message that is larger is sent alone. Those of
     * batches count as they are before compression.
     */
    public long maxUnconfirmedBytes() {
        return values.maxUnconfirmedBytes;
    }

    /**
     * The maximum memory, in bytes, of messages that wait to be sent because the window is full, from 1; by default 256
     * MiB, or a quarter of the maximum heap size of this JVM if that is less. Whole buffers and futures are counted, so
     * the limit also holds for the smallest messages. It is exceeded by at most one message.
     */
    public long maxPendingBytes() {
        return values.maxPendingBytes;
    }

    /**
     * The maximum time from accepting a message to its outcome; zero (the default) for no limit, up to 365 days. It is
     * checked eight times per timeout, so a message may wait up to a quarter longer. On a super stream it begins when
     * the partition of the message is known.
     */
    public Duration confirmTimeout() {
        return values.confirmTimeout;
    }

    /**
     * How long a message may wait for further messages in its frame if others are unconfirmed, measured from the first
     * message of the frame; 2 ms by default. A frame is sent earlier if it is full or contains twice as many messages
     * as are unconfirmed. With zero a frame is sent immediately. If it is longer than 365 days, for example
     * {@code ChronoUnit.FOREVER.getDuration()}, frames are sent because of messages and confirms only, never because of
     * time. A full window and a lost connection delay frames regardless.
     */
    public Duration maxFrameDelay() {
        return values.maxFrameDelay;
    }

    /**
     * Returns the filter value of a message, by which brokers from RabbitMQ 3.13 on skip chunks for subscriptions with
     * a filter; null (the default) for no filter values. If a plain body is sent, the function receives a message with
     * that body. It returns a value of at most 65,534 bytes in UTF-8; null or an empty string for no value. It is
     * called in the thread that sends, concurrently if several threads send. {@link Publisher#sendAll} calls it where
     * futures complete too, possibly more than once for a message that waits for room.
     */
    @Nullable
    public Function<? super AmqpMessage, @Nullable String> filterValue() {
        return values.filterValue;
    }

    /** Whether messages are sent in batches, null (the default) if they are not. */
    @Nullable
    public Batching batching() {
        return values.batching;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof PublisherOptions other
                && Objects.equals(values.name, other.values.name)
                && values.maxUnconfirmed == other.values.maxUnconfirmed
                && values.maxUnconfirmedBytes == other.values.maxUnconfirmedBytes
                && values.maxPendingBytes == other.values.maxPendingBytes
                && Objects.equals(values.confirmTimeout, other.values.confirmTimeout)
                && Objects.equals(values.maxFrameDelay, other.values.maxFrameDelay)
                && Objects.equals(values.filterValue, other.values.filterValue)
                && Objects.equals(values.batching, other.values.batching);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                values.name,
                values.maxUnconfirmed,
                values.maxUnconfirmedBytes,
                values.maxPendingBytes,
                values.confirmTimeout,
                values.maxFrameDelay,
                values.filterValue,
                values.batching);
    }

    @Override
    public String toString() {
        return "PublisherOptions[name=" + values.name + ", maxUnconfirmed=" + values.maxUnconfirmed
                + ", maxUnconfirmedBytes="
                + values.maxUnconfirmedBytes + ", maxPendingBytes=" + values.maxPendingBytes + ", confirmTimeout="
                + values.confirmTimeout
                + ", maxFrameDelay=" + values.maxFrameDelay + ", filterValue=" + values.filterValue + ", batching="
                + values.batching + "]";
    }
}
