package io.rbfly.client.api.stream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    /** No option is set. */
    public static final StreamOptions DEFAULT = new StreamOptions(null, 0, 0, null, 0, 0);

    private static final Duration MAX_AGE = Duration.ofDays(36_500);
    private static final long MAX_SEGMENT = 3_000_000_000L;

    private final @Nullable Duration maxAge;
    private final long maxLengthBytes;
    private final long maxSegmentSizeBytes;
    private final @Nullable LeaderLocator leaderLocator;
    private final int initialClusterSize;
    private final int filterSizeBytes;

    private StreamOptions(
            @Nullable Duration maxAge,
            long maxLengthBytes,
            long maxSegmentSizeBytes,
            @Nullable LeaderLocator leaderLocator,
            int initialClusterSize,
            int filterSizeBytes) {
        if (maxAge != null && (maxAge.getSeconds() < 1 || maxAge.getNano() != 0 || maxAge.compareTo(MAX_AGE) > 0)) {
            throw new IllegalArgumentException(
                    "maxAge: " + maxAge + " (expected: whole seconds, from 1 second to 36500 days)");
        }
        range("maxLengthBytes", maxLengthBytes, 0, Long.MAX_VALUE);
        range("maxSegmentSizeBytes", maxSegmentSizeBytes, 0, MAX_SEGMENT);
        range("initialClusterSize", initialClusterSize, 0, Integer.MAX_VALUE);
        if (filterSizeBytes != 0) {
            range("filterSizeBytes", filterSizeBytes, 16, 255);
        }
        this.maxAge = maxAge;
        this.maxLengthBytes = maxLengthBytes;
        this.maxSegmentSizeBytes = maxSegmentSizeBytes;
        this.leaderLocator = leaderLocator;
        this.initialClusterSize = initialClusterSize;
        this.filterSizeBytes = filterSizeBytes;
    }

    private static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }

    /** These options with another maximum age, null for no limit. */
    public StreamOptions withMaxAge(@Nullable Duration maxAge) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another maximum length, 0 for no limit. */
    public StreamOptions withMaxLengthBytes(long maxLengthBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another size of segments, 0 for the broker's default. */
    public StreamOptions withMaxSegmentSizeBytes(long maxSegmentSizeBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another way of choosing the leader, null for the broker's default. */
    public StreamOptions withLeaderLocator(@Nullable LeaderLocator leaderLocator) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another number of nodes, 0 for the broker's default. */
    public StreamOptions withInitialClusterSize(int initialClusterSize) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another size of filters, 0 for the broker's default. */
    public StreamOptions withFilterSizeBytes(int filterSizeBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** The options that are set, as arguments of the protocol. */
    public Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (maxAge != null) {
            arguments.put("max-age", maxAge.toSeconds() + "s");
        }
        putUnlessZero(arguments, "max-length-bytes", maxLengthBytes);
        putUnlessZero(arguments, "stream-max-segment-size-bytes", maxSegmentSizeBytes);
        if (leaderLocator != null) {
            arguments.put("queue-leader-locator", leaderLocator.argument());
        }
        putUnlessZero(arguments, "initial-cluster-size", initialClusterSize);
        putUnlessZero(arguments, "stream-filter-size-bytes", filterSizeBytes);
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
        return maxAge;
    }

    /** The maximum length of the stream in bytes, from 1; 0 for no limit. */
    public long maxLengthBytes() {
        return maxLengthBytes;
    }

    /** The size of the segment files in bytes, 1 to 3,000,000,000; 0 for the broker's default of 500,000,000. */
    public long maxSegmentSizeBytes() {
        return maxSegmentSizeBytes;
    }

    /** How the leader is chosen; null for the broker's default. */
    @Nullable
    public LeaderLocator leaderLocator() {
        return leaderLocator;
    }

    /**
     * The number of nodes with a replica of the stream, from 1; all nodes if there are fewer. 0 for the broker's
     * default.
     */
    public int initialClusterSize() {
        return initialClusterSize;
    }

    /**
     * The size of the filter of each chunk in bytes, 16 to 255; 0 for the broker's default of 16. Brokers before 3.13
     * ignore it.
     */
    public int filterSizeBytes() {
        return filterSizeBytes;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof StreamOptions other
                && Objects.equals(maxAge, other.maxAge)
                && maxLengthBytes == other.maxLengthBytes
                && maxSegmentSizeBytes == other.maxSegmentSizeBytes
                && Objects.equals(leaderLocator, other.leaderLocator)
                && initialClusterSize == other.initialClusterSize
                && filterSizeBytes == other.filterSizeBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    @Override
    public String toString() {
        return "StreamOptions[maxAge=" + maxAge + ", maxLengthBytes=" + maxLengthBytes + ", maxSegmentSizeBytes="
                + maxSegmentSizeBytes + ", leaderLocator=" + leaderLocator + ", initialClusterSize="
                + initialClusterSize + ", filterSizeBytes=" + filterSizeBytes + "]";
    }
}
