package io.rbfly.client.api;

import io.rbfly.protocol.chunk.Chunk;

/**
 * One message of a stream: a view on the bytes of its chunk, decoded when asked. There is nothing to release; keeping a
 * message keeps its whole chunk in memory.
 *
 * <p>Immutable and safe for any thread.
 */
public final class Message extends MessageView {
    private final Chunk chunk;
    private final int position;
    private final int length;
    private final long offset;

    /** Made by subscriptions: the message's bytes are {@code chunk.array()} from position on. */
    public Message(Chunk chunk, int position, int length, long offset) {
        this.chunk = chunk;
        this.position = position;
        this.length = length;
        this.offset = offset;
    }

    @Override
    protected Chunk chunk() {
        return chunk;
    }

    @Override
    protected int position() {
        return position;
    }

    @Override
    protected int length() {
        return length;
    }

    @Override
    public long offset() {
        return offset;
    }

    /** This message. */
    @Override
    public Message keep() {
        return this;
    }
}
