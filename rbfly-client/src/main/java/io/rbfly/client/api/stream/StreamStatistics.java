package io.rbfly.client.api.stream;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a stream begins and ends. */
public final class StreamStatistics {
    private final OptionalLong firstOffset;
    private final OptionalLong committedChunkId;

    private StreamStatistics(OptionalLong firstOffset, OptionalLong committedChunkId) {
        this.firstOffset = Objects.requireNonNull(firstOffset, "firstOffset");
        this.committedChunkId = Objects.requireNonNull(committedChunkId, "committedChunkId");
    }

    /** Creates statistics with these values. */
    public static StreamStatistics of(OptionalLong firstOffset, OptionalLong committedChunkId) {
        return new StreamStatistics(firstOffset, committedChunkId);
    }

    /** The offset of the first message in the stream, unsigned; empty if there is none. */
    public OptionalLong firstOffset() {
        return firstOffset;
    }

    /**
     * The offset of the first message of the last chunk that can be read, unsigned; empty if there is none. Brokers do
     * not report the last offset: it is this one or up to a few thousand higher.
     */
    public OptionalLong committedChunkId() {
        return committedChunkId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamStatistics statistics
                && firstOffset.equals(statistics.firstOffset)
                && committedChunkId.equals(statistics.committedChunkId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(firstOffset, committedChunkId);
    }

    @Override
    public String toString() {
        return "StreamStatistics[firstOffset=" + firstOffset + ", committedChunkId=" + committedChunkId + "]";
    }
}
