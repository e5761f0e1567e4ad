package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.MalformedBatchException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.protocol.chunk.BatchException;

/**
 * An unreadable batch in a chunk, in place of messages.
 *
 * @param firstOffset of its messages
 * @param lastOffset of its messages
 * @param error the exception for readers
 */
record UnreadableBatch(long firstOffset, long lastOffset, StreamException error) {
    /** A batch whose messages do not match its data. */
    static UnreadableBatch of(String stream, BatchException cause) {
        return of(cause, new MalformedBatchException(stream, cause.firstOffset(), cause.lastOffset(), cause));
    }

    /** A batch that could not be decompressed. */
    static UnreadableBatch of(BatchException batch, StreamException error) {
        return new UnreadableBatch(batch.firstOffset(), batch.lastOffset(), error);
    }
}
