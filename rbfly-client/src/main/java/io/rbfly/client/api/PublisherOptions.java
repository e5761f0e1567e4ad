package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher behaves. Begin with {@link #DEFAULT} or {@link #named}; each {@code with} method gives other options
 * and leaves these as they are.
 */
public final class PublisherOptions {

    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    /** No name, at most 10,000 unconfirmed messages, no timeout, frames that wait for 2 ms, no filter values. */
    public static final PublisherOptions DEFAULT = new PublisherOptions(
            "", 10_000, partOfHeap(64 << 20), partOfHeap(256 << 20), Duration.ZERO, Duration.ofMillis(2), null);

    private final String name;
    private final int maxUnconfirmed;
    private final long maxUnconfirmedBytes;
    private final long maxPendingBytes;
    private final Duration confirmTimeout;
    private final Duration maxFrameDelay;
    private final @Nullable Function<? super AmqpMessage, @Nullable String> filterValue;

    private PublisherOptions(
            String name,
            int maxUnconfirmed,
            long maxUnconfirmedBytes,
            long maxPendingBytes,
            Duration confirmTimeout,
            Duration maxFrameDelay,
            @Nullable Function<? super AmqpMessage, @Nullable String> filterValue) {
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
        this.name = name;
        this.maxUnconfirmed = maxUnconfirmed;
        this.maxUnconfirmedBytes = maxUnconfirmedBytes;
        this.maxPendingBytes = maxPendingBytes;
        this.confirmTimeout = confirmTimeout;
        this.maxFrameDelay = maxFrameDelay;
        this.filterValue = filterValue;
    }

    /** The defaults with a name, so that each message is stored once, also over reconnects and restarts. */
    public static PublisherOptions named(String name) {
        return DEFAULT.withName(name);
    }

    /** These options with another name. */
    public PublisherOptions withName(String name) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another bound of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmed(int maxUnconfirmed) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another bound of the bytes of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmedBytes(long maxUnconfirmedBytes) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another bound of the memory of messages that wait to be sent, in bytes. */
    public PublisherOptions withMaxPendingBytes(long maxPendingBytes) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another timeout of messages, zero for none. */
    public PublisherOptions withConfirmTimeout(Duration confirmTimeout) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another bound of the time that a frame waits for messages; zero for none. */
    public PublisherOptions withMaxFrameDelay(Duration maxFrameDelay) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    /** These options with another giver of filter values, null for none. */
    public PublisherOptions withFilterValue(@Nullable Function<? super AmqpMessage, @Nullable String> filterValue) {
        return new PublisherOptions(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    private static long partOfHeap(long most) {
        return Math.min(most, Runtime.getRuntime().maxMemory() / 4);
    }

    private static void atLeastOne(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: >= 1)");
        }
    }

    /**
     * The name by which the broker drops messages that it has already, 1 to 255 bytes in UTF-8; empty (the default) for
     * none. Unique among the publishers of a stream that exist at the same time.
     */
    public String name() {
        return name;
    }

    /** Messages on their way to the broker at most, from 1; by default 10,000. */
    public int maxUnconfirmed() {
        return maxUnconfirmed;
    }

    /**
     * Bytes of encoded messages on their way to the broker at most, from 1; by default 64 MiB, or a quarter of the
     * largest heap of this JVM when that is less. A message that is larger is sent alone.
     */
    public long maxUnconfirmedBytes() {
        return maxUnconfirmedBytes;
    }

    /**
     * Bytes of memory held at most by messages that wait to be sent while there is no room among the unconfirmed ones,
     * from 1; by default 256 MiB, or a quarter of the largest heap of this JVM when that is less. Whole buffers and
     * futures are counted, so that it holds for the smallest messages too; exceeded by one message at most.
     */
    public long maxPendingBytes() {
        return maxPendingBytes;
    }

    /**
     * How long a message waits for its outcome, from its being accepted; zero (the default) for ever, 365 days at most.
     * Messages are looked at eight times in that period, so that they wait up to a quarter longer.
     */
    public Duration confirmTimeout() {
        return confirmTimeout;
    }

    /**
     * How long a message that found others under way may wait for more messages to share its frame, from the frame's
     * first message; 2 ms by default. The frame leaves sooner when it has twice as many messages as are under way, or
     * is full. With zero a frame leaves at once; beyond 365 days, as with {@code ChronoUnit.FOREVER.getDuration()}, no
     * time makes it leave, only messages and confirms do. A full window and a lost connection hold frames up
     * regardless.
     */
    public Duration maxFrameDelay() {
        return maxFrameDelay;
    }

    /**
     * Gives each message the value by which brokers from RabbitMQ 3.13 on skip chunks for subscriptions with a filter;
     * null (the default) for none. It gets a message of that body when a plain body is sent, and returns null or an
     * empty string for no value, else one of at most 65,534 bytes in UTF-8. It runs in the thread that sends, and in
     * {@link Publisher#sendAll} where futures complete, there perhaps more than once for a message that waits for room;
     * by several threads at once if several send.
     */
    @Nullable
    public Function<? super AmqpMessage, @Nullable String> filterValue() {
        return filterValue;
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
                && Objects.equals(filterValue, other.filterValue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name, maxUnconfirmed, maxUnconfirmedBytes, maxPendingBytes, confirmTimeout, maxFrameDelay, filterValue);
    }

    @Override
    public String toString() {
        return "PublisherOptions[name=" + name + ", maxUnconfirmed=" + maxUnconfirmed + ", maxUnconfirmedBytes="
                + maxUnconfirmedBytes + ", maxPendingBytes=" + maxPendingBytes + ", confirmTimeout=" + confirmTimeout
                + ", maxFrameDelay=" + maxFrameDelay + ", filterValue=" + filterValue + "]";
    }
}
