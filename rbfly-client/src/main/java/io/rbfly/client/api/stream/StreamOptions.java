package io.rbfly.client.api.stream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a new stream keeps messages and where. What is not set is left to the broker and its policies. Values that a
 * broker would trip over are refused with an {@link IllegalArgumentException}.
 *
 * <p>A broker drops whole segments: the oldest one when all its messages are too old, or when the stream is longer than
 * it should be without it. So a stream may have more than was asked for by up to one segment, and always has its last
 * one.
 */
public final class StreamOptions {

    /** All is left to the broker. */
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

    private static void range(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + least + ".." + most + ")");
        }
    }

    /** These options with another age, null for no limit. */
    public StreamOptions withMaxAge(@Nullable Duration maxAge) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another length. */
    public StreamOptions withMaxLengthBytes(long maxLengthBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another size of segments. */
    public StreamOptions withMaxSegmentSizeBytes(long maxSegmentSizeBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another way to choose the leader, null for the broker's default. */
    public StreamOptions withLeaderLocator(@Nullable LeaderLocator leaderLocator) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another number of nodes. */
    public StreamOptions withInitialClusterSize(int initialClusterSize) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** These options with another size of filters. */
    public StreamOptions withFilterSizeBytes(int filterSizeBytes) {
        return new StreamOptions(
                maxAge, maxLengthBytes, maxSegmentSizeBytes, leaderLocator, initialClusterSize, filterSizeBytes);
    }

    /** The options that are set, as the protocol has them. */
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

    /** How long messages are kept, in whole seconds from 1 second to 100 years; null for no limit. */
    @Nullable
    public Duration maxAge() {
        return maxAge;
    }

    /** How much is kept, from 1 byte; 0 for no limit. */
    public long maxLengthBytes() {
        return maxLengthBytes;
    }

    /** Size of the stream's files, 1 to 3,000,000,000; 0 for the broker's default of 500,000,000. */
    public long maxSegmentSizeBytes() {
        return maxSegmentSizeBytes;
    }

    /** How the leader is chosen; null for the broker's default. */
    @Nullable
    public LeaderLocator leaderLocator() {
        return leaderLocator;
    }

    /** Nodes that have the stream, from 1; more than there are is all. 0 for the broker's default. */
    public int initialClusterSize() {
        return initialClusterSize;
    }

    /** Size of the filter of each chunk, 16 to 255; 0 for the broker's default of 16. Brokers before 3.13 ignore it. */
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
