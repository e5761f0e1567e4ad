package io.rbfly.client.message;

import io.rbfly.client.api.Message;
import io.rbfly.protocol.chunk.Chunk;

/** A message that remains valid. It keeps its chunk in memory. */
public final class ChunkMessage extends ChunkView implements Message {
    private final StreamChunk origin;
    private final int position;
    private final int length;
    private final long offset;

    /** Creates the message whose bytes start at a position in the array of its chunk. */
    public ChunkMessage(StreamChunk origin, int position, int length, long offset) {
        this.origin = origin;
        this.position = position;
        this.length = length;
        this.offset = offset;
    }

    @Override
    public String stream() {
        return origin.stream();
    }

    @Override
    protected Chunk chunk() {
        return origin.chunk();
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public ChunkMessage keep() {
        return this;
    }
}
