package io.rbfly.client.api.stream;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a stream begins and ends. */
public final class StreamStatistics {
    private final OptionalLong firstOffset;
    private final OptionalLong committedChunkId;

    private final OptionalLong committedOffset;

    private StreamStatistics(OptionalLong firstOffset, OptionalLong committedChunkId, OptionalLong committedOffset) {
        this.firstOffset = Objects.requireNonNull(firstOffset, "firstOffset");
        this.committedChunkId = Objects.requireNonNull(committedChunkId, "committedChunkId");
        this.committedOffset = Objects.requireNonNull(committedOffset, "committedOffset");
    }

    /** Creates statistics with these values, without a committed offset. */
    public static StreamStatistics of(OptionalLong firstOffset, OptionalLong committedChunkId) {
        return of(firstOffset, committedChunkId, OptionalLong.empty());
    }

    /** Creates statistics with these values. */
    public static StreamStatistics of(
            OptionalLong firstOffset, OptionalLong committedChunkId, OptionalLong committedOffset) {
        return new StreamStatistics(firstOffset, committedChunkId, committedOffset);
    }

    /** The offset of the first message in the stream, unsigned; empty if there is none. */
    public OptionalLong firstOffset() {
        return firstOffset;
    }

    /**
     * The offset of the first message of the last chunk that can be read, unsigned; empty if there is none. The last
     * offset is this one or up to a few thousand higher.
     */
    public OptionalLong committedChunkId() {
        return committedChunkId;
    }

    /**
     * The last offset that can be read, unsigned. It may be that of a stored offset, which takes one in the stream, and
     * then a little higher than that of the last message. Empty if there is none, or if the broker is older than
     * RabbitMQ 4.3.
     */
    public OptionalLong committedOffset() {
        return committedOffset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamStatistics statistics
                && firstOffset.equals(statistics.firstOffset)
                && committedChunkId.equals(statistics.committedChunkId)
                && committedOffset.equals(statistics.committedOffset);
    }

    @Override
    public int hashCode() {
        return Objects.hash(firstOffset, committedChunkId, committedOffset);
    }

    @Override
    public String toString() {
        return "StreamStatistics[firstOffset=" + firstOffset + ", committedChunkId=" + committedChunkId
                + ", committedOffset=" + committedOffset + "]";
    }
}
