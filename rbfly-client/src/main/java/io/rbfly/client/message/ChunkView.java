package io.rbfly.client.message;

import io.rbfly.client.api.MessageView;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.chunk.Chunk;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

/** A message in a chunk. */
public abstract class ChunkView implements MessageView, EncodedBytes {
    /** The chunk of the message. */
    protected abstract Chunk chunk();

    @Override
    public final byte[] array() {
        return chunk().array();
    }

    @Override
    public Instant timestamp() {
        return Instant.ofEpochMilli(chunk().timestamp());
    }

    @Override
    public OptionalLong committedChunkId() {
        long id = chunk().committedChunkId();
        return id == Chunk.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(id);
    }

    @Override
    public AmqpMessage content() {
        return AmqpMessage.decode(array(), position(), length());
    }

    @Override
    public byte[] raw() {
        return Arrays.copyOfRange(array(), position(), position() + length());
    }

    @Override
    public String toString() {
        return "Message[stream=" + stream() + ", offset=" + Long.toUnsignedString(offset()) + ", timestamp="
                + timestamp() + ", length=" + length() + "]";
    }
}
