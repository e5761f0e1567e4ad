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
 * One message of a stream, seen where its chunk lies in memory; decoded when asked.
 *
 * <p>What a {@link ViewHandler} gets is valid until that handler returns: then the same object stands for the next message, and
 * the memory is used again. What {@link #content()} and {@link #bodyView()} return is valid as long; what {@link #body()} and
 * {@link #raw()} return is the application's. {@link #keep()} gives the message itself for as long as it is wanted.
 */
public abstract class MessageView {
    /** For those who bring messages. */
    protected MessageView() {}

    /** The chunk of the message. */
    protected abstract Chunk chunk();

    /** Where the message begins in the chunk's array. */
    protected abstract int position();

    /** Length of the message in bytes. */
    protected abstract int length();

    /** Position in the stream, an unsigned number. Offsets ascend, with gaps. */
    public abstract long offset();

    /** The message as one that stays valid, with its whole chunk in memory; nothing is copied. */
    public abstract Message keep();

    /** When the broker wrote the chunk of this message, to the millisecond. */
    public Instant timestamp() {
        return Instant.ofEpochMilli(chunk().timestamp());
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
        return AmqpMessage.decode(chunk().array(), position(), length());
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
        return Arrays.copyOfRange(chunk().array(), position(), position() + length());
    }

    @Override
    public String toString() {
        return "Message[offset=" + Long.toUnsignedString(offset()) + ", timestamp=" + timestamp() + ", length="
                + length() + "]";
    }
}
