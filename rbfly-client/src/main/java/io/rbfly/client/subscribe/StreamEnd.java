package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.wire.CommandKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The messages of a stream that can be read now, as far as its broker reports it.
 *
 * @param first the offset of the first one, {@link ProcessedOffset#NONE} if there is none
 * @param last the offset of the last one, or with brokers before 4.3 of the first one in its chunk;
 *     {@link ProcessedOffset#NONE} if there is none
 */
public record StreamEnd(long first, long last) {
    /**
     * Queries it; used on the event loop, where the future completes. It completes exceptionally with
     * {@link UnsupportedException} if the broker has no statistics, and with {@link BrokerException} if it refuses.
     */
    public static CompletableFuture<StreamEnd> query(Connection connection, String stream) {
        if (!connection.supports(CommandKey.STREAM_STATS, 1)) {
            return CompletableFuture.failedFuture(new UnsupportedException("statistics of streams", "3.11"));
        }
        return connection.require("stream " + stream, new StreamStats(stream)).thenApply(StreamEnd::of);
    }

    private static StreamEnd of(StreamStats.Reply reply) {
        Map<String, Long> all = reply.statistics();
        long chunk = all.getOrDefault(StreamStats.COMMITTED_CHUNK_ID, ProcessedOffset.NONE);
        return new StreamEnd(
                all.getOrDefault(StreamStats.FIRST_CHUNK_ID, ProcessedOffset.NONE),
                all.getOrDefault(StreamStats.COMMITTED_OFFSET, chunk));
    }

    /** The end, if it is known that the stream has a message at an offset; {@link ProcessedOffset#NONE} for none. */
    StreamEnd atLeast(long offset) {
        boolean later = offset != ProcessedOffset.NONE
                && (last == ProcessedOffset.NONE || Long.compareUnsigned(offset, last) > 0);
        return later ? new StreamEnd(first, offset) : this;
    }

    /**
     * How many offsets follow an offset, {@link ProcessedOffset#NONE} for all; those that were deleted do not count.
     */
    public long after(long offset) {
        if (last == ProcessedOffset.NONE) {
            return 0;
        }
        long next = offset + 1; // which is 0 for none
        if (first != ProcessedOffset.NONE && Long.compareUnsigned(next, first) < 0) {
            next = first;
        }
        return Long.compareUnsigned(next, last) > 0 ? 0 : last - next + 1;
    }
}
