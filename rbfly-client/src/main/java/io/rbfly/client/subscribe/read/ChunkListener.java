package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.protocol.chunk.Chunk;

/** Told what becomes of the chunks of a {@link MessageSource}, in the subscription's serial executor. */
public interface ChunkListener {
    /** A chunk was read to its end; its array is free for another one when nobody keeps a message of it. */
    void read(Chunk chunk, boolean free);

    /** The structure of a chunk is wrong, and nothing more can be read. */
    void damaged(StreamException error);
}
