package io.rbfly.client.api.stream;

import io.rbfly.protocol.wire.Check;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a new stream. Immutable: each {@code with} method returns new options, and throws
 * {@link IllegalArgumentException} for values that brokers cannot handle. Options that are not set are left to the
 * broker and its policies.
 *
 * <p>A broker deletes whole segments: the oldest one if all its messages are too old, or if the stream would still
 * exceed its maximum length without it. So a stream may exceed its limits by up to one segment, and always retains its
 * last one.
 */
public final class StreamOptions {

    private static final Duration MAX_AGE = Duration.ofDays(36_500);
    private static final long MAX_SEGMENT = 3_000_000_000L;
    private static final int MAX_VALUE_BYTES = 65_534;
    /** The arguments that options set, and those options. */
    private static final Map<String, String> SET_BY_OPTION = Map.of(
            "max-age", "withMaxAge",
            "max-length-bytes", "withMaxLengthBytes",
            "stream-max-segment-size-bytes", "withMaxSegmentSizeBytes",
            "queue-leader-locator", "withLeaderLocator",
            "initial-cluster-size", "withInitialClusterSize",
            "stream-filter-size-bytes", "withFilterSizeBytes");

    /** What queues of AMQP 0-9-1 have before the names of arguments. */
    private static final String AMQP_PREFIX = "x-";

    /** No option is set. */
    public static final StreamOptions DEFAULT = new StreamOptions(new Values());

    private final Values values;

    /** What is copied and changed before it becomes part of options. */
    private static final class Values implements Cloneable {
        @Nullable
        Duration maxAge;

        long maxLengthBytes;
        long maxSegmentSizeBytes;

        @Nullable
        LeaderLocator leaderLocator;

        int initialClusterSize;
        int filterSizeBytes;
        Map<String, String> others = Map.of();

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private StreamOptions(Values values) {
        Duration age = values.maxAge;
        if (age != null && (age.getSeconds() < 1 || age.getNano() != 0 || age.compareTo(MAX_AGE) > 0)) {
            throw new IllegalArgumentException(
                    "maxAge: " + age + " (expected: whole seconds, from 1 second to 36500 days)");
        }
        range("maxLengthBytes", values.maxLengthBytes, 0, Long.MAX_VALUE);
        range("maxSegmentSizeBytes", values.maxSegmentSizeBytes, 0, MAX_SEGMENT);
        range("initialClusterSize", values.initialClusterSize, 0, Integer.MAX_VALUE);
        if (values.filterSizeBytes != 0) {
            range("filterSizeBytes", values.filterSizeBytes, 16, 255);
        }
        this.values = values;
    }

    private StreamOptions(StreamOptions from, Consumer<Values> change) {
        this(changed(from.values.copy(), change));
    }

    private static Values changed(Values values, Consumer<Values> change) {
        change.accept(values);
        return values;
    }

    private static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }

    /** These options with another maximum age, null for no limit. */
    public StreamOptions withMaxAge(@Nullable Duration maxAge) {
        return new StreamOptions(this, to -> to.maxAge = maxAge);
    }

    /** These options with another maximum length, 0 for no limit. */
    public StreamOptions withMaxLengthBytes(long maxLengthBytes) {
        return new StreamOptions(this, to -> to.maxLengthBytes = maxLengthBytes);
    }

    /** These options with another size of segments, 0 for the broker's default. */
    public StreamOptions withMaxSegmentSizeBytes(long maxSegmentSizeBytes) {
        return new StreamOptions(this, to -> to.maxSegmentSizeBytes = maxSegmentSizeBytes);
    }

    /** These options with another way of choosing the leader, null for the broker's default. */
    public StreamOptions withLeaderLocator(@Nullable LeaderLocator leaderLocator) {
        return new StreamOptions(this, to -> to.leaderLocator = leaderLocator);
    }

    /** These options with another number of nodes, 0 for the broker's default. */
    public StreamOptions withInitialClusterSize(int initialClusterSize) {
        return new StreamOptions(this, to -> to.initialClusterSize = initialClusterSize);
    }

    /** These options with another size of filters, 0 for the broker's default. */
    public StreamOptions withFilterSizeBytes(int filterSizeBytes) {
        return new StreamOptions(this, to -> to.filterSizeBytes = filterSizeBytes);
    }

    /**
     * These options with a further argument of the protocol (section 11), for what a later broker or a plugin of it
     * understands; it replaces one of the same name. A broker ignores arguments that it does not know, and does not
     * compare them when a stream exists.
     *
     * @param name as the protocol has it, thus without {@code x-}; 1 to 255 bytes in UTF-8
     * @param value 1 to 65,534 bytes in UTF-8; brokers get each value as a string
     * @throws IllegalArgumentException if one of them is empty or longer; also if it is the name of an argument that
     *     another option sets, with or without {@code x-}: a malformed value of these closes connections of a broker,
     *     and with {@code x-} it would be ignored
     */
    public StreamOptions withArgument(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Check.reference("name", name);
        Check.utf16("value", value);
        range("value, in bytes", value.getBytes(StandardCharsets.UTF_8).length, 1, MAX_VALUE_BYTES);
        String bare = name.startsWith(AMQP_PREFIX) ? name.substring(AMQP_PREFIX.length()) : name;
        String option = SET_BY_OPTION.get(bare);
        if (option != null) {
            throw new IllegalArgumentException("name: " + name + " (expected: " + option + " for this argument)");
        }
        return new StreamOptions(this, to -> {
            Map<String, String> others = new TreeMap<>(to.others);
            others.put(name, value);
            to.others = Collections.unmodifiableMap(others);
        });
    }

    /** The options that are set, as arguments of the protocol. */
    public Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (values.maxAge != null) {
            arguments.put("max-age", values.maxAge.toSeconds() + "s");
        }
        putUnlessZero(arguments, "max-length-bytes", values.maxLengthBytes);
        putUnlessZero(arguments, "stream-max-segment-size-bytes", values.maxSegmentSizeBytes);
        if (values.leaderLocator != null) {
            arguments.put("queue-leader-locator", values.leaderLocator.argument());
        }
        putUnlessZero(arguments, "initial-cluster-size", values.initialClusterSize);
        putUnlessZero(arguments, "stream-filter-size-bytes", values.filterSizeBytes);
        arguments.putAll(values.others);
        return arguments;
    }

    private static void putUnlessZero(Map<String, String> arguments, String name, long value) {
        if (value != 0) {
            arguments.put(name, Long.toString(value));
        }
    }

    /** The maximum age of messages, in whole seconds from 1 second to 36,500 days; null for no limit. */
    @Nullable
    public Duration maxAge() {
        return values.maxAge;
    }

    /** The maximum length of the stream in bytes, from 1; 0 for no limit. */
    public long maxLengthBytes() {
        return values.maxLengthBytes;
    }

    /** The size of the segment files in bytes, 1 to 3,000,000,000; 0 for the broker's default of 500,000,000. */
    public long maxSegmentSizeBytes() {
        return values.maxSegmentSizeBytes;
    }

    /** How the leader is chosen; null for the broker's default. */
    @Nullable
    public LeaderLocator leaderLocator() {
        return values.leaderLocator;
    }

    /**
     * The number of nodes with a replica of the stream, from 1; all nodes if there are fewer. 0 for the broker's
     * default.
     */
    public int initialClusterSize() {
        return values.initialClusterSize;
    }

    /**
     * The size of the filter of each chunk in bytes, 16 to 255; 0 for the broker's default of 16. Brokers before 3.13
     * ignore it.
     */
    public int filterSizeBytes() {
        return values.filterSizeBytes;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof StreamOptions other
                && Objects.equals(values.maxAge, other.values.maxAge)
                && values.maxLengthBytes == other.values.maxLengthBytes
                && values.maxSegmentSizeBytes == other.values.maxSegmentSizeBytes
                && Objects.equals(values.leaderLocator, other.values.leaderLocator)
                && values.initialClusterSize == other.values.initialClusterSize
                && values.filterSizeBytes == other.values.filterSizeBytes
                && values.others.equals(other.values.others);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                values.maxAge,
                values.maxLengthBytes,
                values.maxSegmentSizeBytes,
                values.leaderLocator,
                values.initialClusterSize,
                values.filterSizeBytes,
                values.others);
    }

    @Override
    public String toString() {
        return "StreamOptions[maxAge=" + values.maxAge + ", maxLengthBytes=" + values.maxLengthBytes
                + ", maxSegmentSizeBytes=" + values.maxSegmentSizeBytes + ", leaderLocator=" + values.leaderLocator
                + ", initialClusterSize=" + values.initialClusterSize + ", filterSizeBytes=" + values.filterSizeBytes
                + ", others=" + values.others + "]";
    }
}
