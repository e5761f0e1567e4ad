package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.protocol.chunk.Chunk;

/** Receives the events of the chunks of a {@link MessageSource}, in the subscription's serial executor. */
public interface ChunkListener {
    /** A chunk was read completely; its array is free for another one if no message of it was kept. */
    void read(Chunk chunk, boolean free);

    /** The structure of a chunk is invalid, and no more messages can be read. */
    void damaged(StreamException error);
}
