package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.MalformedBatchException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.protocol.chunk.BatchException;

/**
 * An unreadable batch in a chunk, in place of messages.
 *
 * @param firstOffset of its messages
 * @param lastOffset of its messages
 * @param error the exception for readers
 */
record UnreadableBatch(long firstOffset, long lastOffset, StreamException error) {
    static UnreadableBatch of(String stream, BatchException cause) {
        long first = cause.firstOffset();
        long last = cause.lastOffset();
        String compression = cause.compression();
        return new UnreadableBatch(
                first,
                last,
                compression == null
                        ? new MalformedBatchException(stream, first, last, cause)
                        : UnsupportedException.batch(
                                stream, first, last, UnsupportedException.library(compression, "", cause)));
    }
}
