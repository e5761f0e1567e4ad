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

    /** Statistics of these values. */
    public static StreamStatistics of(OptionalLong firstOffset, OptionalLong committedChunkId) {
        return new StreamStatistics(firstOffset, committedChunkId);
    }

    /** The offset of the first message that the stream still has, unsigned; empty when it has none. */
    public OptionalLong firstOffset() {
        return firstOffset;
    }

    /**
     * The offset of the first message of the last chunk that can be read, unsigned; empty when there is none. Brokers
     * do not tell the last offset: it is this one or a few thousand more.
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
