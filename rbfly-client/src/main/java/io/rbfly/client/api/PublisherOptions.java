package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
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
    public static final PublisherOptions DEFAULT = new PublisherOptions(
            "", 10_000, partOfHeap(64 << 20), partOfHeap(256 << 20), Duration.ZERO, Duration.ofMillis(2), null, null);

    private final String name;
    private final int maxUnconfirmed;
    private final long maxUnconfirmedBytes;
    private final long maxPendingBytes;
    private final Duration confirmTimeout;
    private final Duration maxFrameDelay;
    private final @Nullable Function<? super AmqpMessage, @Nullable String> filterValue;
    private final @Nullable Batching batching;

    private PublisherOptions(
            String name,
            int maxUnconfirmed,
            long maxUnconfirmedBytes,
            long maxPendingBytes,
            Duration confirmTimeout,
            Duration maxFrameDelay,
            @Nullable Function<? super AmqpMessage, @Nullable String> filterValue,
            @Nullable Batching batching) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(confirmTimeout, "confirmTimeout");
        Objects.requireNonNull(maxFrameDelay, "maxFrameDelay");
        Check.referenceOrEmpty("name", name);
        atLeastOne("maxUnconfirmed", maxUnconfirmed);
        atLeastOne("maxUnconfirmedBytes", maxUnconfirmedBytes);
        atLeastOne("maxPendingBytes", maxPendingBytes);
        if (confirmTimeout.isNegative() || confirmTimeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "confirmTimeout: " + confirmTimeout + " (expected: zero for none, up to 365 days)");
        }
        if (maxFrameDelay.isNegative()) {
            throw new IllegalArgumentException("maxFrameDelay: " + maxFrameDelay + " (expected: zero or more)");
        }
        if (filterValue != null && batching != null) {
            throw new IllegalArgumentException(
                    "filterValue, batching: both (expected: one of them, as batches have no filter values)");
        }
        this.name = name;
        this.maxUnconfirmed = maxUnconfirmed;
        this.maxUnconfirmedBytes = maxUnconfirmedBytes;
        this.maxPendingBytes = maxPendingBytes;
        this.confirmTimeout = confirmTimeout;
        this.maxFrameDelay = maxFrameDelay;
        this.filterValue = filterValue;
        this.batching = batching;
    }

    /** The default options with a name, so that each message is stored once, also across reconnects and restarts. */
    public static PublisherOptions named(String name) {
        return DEFAULT.withName(name);
    }

    /** These options with another name. */
    public PublisherOptions withName(String name) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /** These options with another limit of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmed(int maxUnconfirmed) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /** These options with another limit of the bytes of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmedBytes(long maxUnconfirmedBytes) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /** These options with another limit of the memory of messages that wait to be sent, in bytes. */
    public PublisherOptions withMaxPendingBytes(long maxPendingBytes) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /** These options with another confirm timeout, zero for none. */
    public PublisherOptions withConfirmTimeout(Duration confirmTimeout) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /** These options with another limit of the time that a frame waits for messages, zero for none. */
    public PublisherOptions withMaxFrameDelay(Duration maxFrameDelay) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /**
     * These options with batches, null for none.
     *
     * @throws IllegalArgumentException if there is a function for filter values, which batches do not have
     */
    public PublisherOptions withBatching(@Nullable Batching batching) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    /**
     * These options with another function for filter values, null for none.
     *
     * @throws IllegalArgumentException if there are batches, which have no filter values
     */
    public PublisherOptions withFilterValue(@Nullable Function<? super AmqpMessage, @Nullable String> filterValue) {
        return new PublisherOptions(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
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
        return name;
    }

    /** The maximum number of messages that are sent and unconfirmed, from 1; 10,000 by default. */
    public int maxUnconfirmed() {
        return maxUnconfirmed;
    }

    /**
     * The maximum number of bytes of encoded messages that are sent and unconfirmed, from 1; by default 64 MiB, or a
     * quarter of the maximum heap size of this JVM if that is less. A message that is larger is sent alone. Those of
     * batches count as they are before compression.
     */
    public long maxUnconfirmedBytes() {
        return maxUnconfirmedBytes;
    }

    /**
     * The maximum memory, in bytes, of messages that wait to be sent because the window is full, from 1; by default 256
     * MiB, or a quarter of the maximum heap size of this JVM if that is less. Whole buffers and futures are counted, so
     * the limit also holds for the smallest messages. It is exceeded by at most one message.
     */
    public long maxPendingBytes() {
        return maxPendingBytes;
    }

    /**
     * The maximum time from accepting a message to its outcome; zero (the default) for no limit, up to 365 days. It is
     * checked eight times per timeout, so a message may wait up to a quarter longer.
     */
    public Duration confirmTimeout() {
        return confirmTimeout;
    }

    /**
     * How long a message may wait for further messages in its frame if others are unconfirmed, measured from the first
     * message of the frame; 2 ms by default. A frame is sent earlier if it is full or contains twice as many messages
     * as are unconfirmed. With zero a frame is sent immediately. If it is longer than 365 days, for example
     * {@code ChronoUnit.FOREVER.getDuration()}, frames are sent because of messages and confirms only, never because of
     * time. A full window and a lost connection delay frames regardless.
     */
    public Duration maxFrameDelay() {
        return maxFrameDelay;
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
        return filterValue;
    }

    /** Whether messages are sent in batches, null (the default) if they are not. */
    @Nullable
    public Batching batching() {
        return batching;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof PublisherOptions other
                && Objects.equals(name, other.name)
                && maxUnconfirmed == other.maxUnconfirmed
                && maxUnconfirmedBytes == other.maxUnconfirmedBytes
                && maxPendingBytes == other.maxPendingBytes
                && Objects.equals(confirmTimeout, other.confirmTimeout)
                && Objects.equals(maxFrameDelay, other.maxFrameDelay)
                && Objects.equals(filterValue, other.filterValue)
                && Objects.equals(batching, other.batching);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                maxUnconfirmed,
                maxUnconfirmedBytes,
                maxPendingBytes,
                confirmTimeout,
                maxFrameDelay,
                filterValue,
                batching);
    }

    @Override
    public String toString() {
        return "PublisherOptions[name=" + name + ", maxUnconfirmed=" + maxUnconfirmed + ", maxUnconfirmedBytes="
                + maxUnconfirmedBytes + ", maxPendingBytes=" + maxPendingBytes + ", confirmTimeout=" + confirmTimeout
                + ", maxFrameDelay=" + maxFrameDelay + ", filterValue=" + filterValue + ", batching=" + batching + "]";
    }
}
