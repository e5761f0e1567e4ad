package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpDecodeException;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.BodyType;
import io.rbfly.protocol.chunk.Chunk;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message of a stream: a view on the bytes of its chunk, decoded when asked. There is nothing to release; keeping a
 * message keeps its whole chunk in memory.
 *
 * <p>Immutable and safe for any thread.
 */
public final class Message {
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

    /** Position in the stream, an unsigned number. Offsets ascend, with gaps. */
    public long offset() {
        return offset;
    }

    /** When the broker wrote the chunk of this message, to the millisecond. */
    public Instant timestamp() {
        return Instant.ofEpochMilli(chunk.timestamp());
    }

    /**
     * The message's body, decoded anew by each call: {@code byte[]} of data sections, a List of sequences, or the value.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     */
    public @Nullable Object body() {
        return content().body();
    }

    /**
     * The message with all its sections.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     */
    public AmqpMessage content() {
        return AmqpMessage.decode(chunk.array(), position, length);
    }

    /**
     * The octets of the message's body, read-only and without a copy, unless there are several data sections.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     * @throws IllegalStateException when the body is not of type {@link BodyType#DATA}
     */
    public ByteBuffer bodyView() {
        return content().data();
    }

    /** A copy of the message's bytes as they are stored, AMQP 1.0 or not. */
    public byte[] raw() {
        return Arrays.copyOfRange(chunk.array(), position, position + length);
    }

    @Override
    public String toString() {
        return "Message[offset=" + Long.toUnsignedString(offset) + ", timestamp=" + timestamp() + ", length=" + length
                + "]";
    }
}
