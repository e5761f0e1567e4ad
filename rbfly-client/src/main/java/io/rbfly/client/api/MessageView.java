package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.BodyType;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a stream, seen where its chunk lies in memory; decoded when asked.
 *
 * <p>What a {@link ViewHandler} gets is valid until that handler returns: then the same object stands for the next
 * message, and the memory is used again. What {@link #content()} and {@link #bodyView()} return is valid as long; what
 * {@link #body()} and {@link #raw()} return is the application's. {@link #keep()} gives the message itself for as long
 * as it is wanted.
 *
 * <p>Made by subscriptions. Later versions may add methods, with a default if they can have one.
 */
public interface MessageView {
    /** The stream that the message was read from. */
    String stream();

    /** Position in the stream, an unsigned number. Offsets ascend, with gaps. */
    long offset();

    /** When the broker wrote the chunk of this message, to the millisecond. */
    Instant timestamp();

    /**
     * The message with all its sections.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     */
    AmqpMessage content();

    /** A copy of the message's bytes as they are stored, AMQP 1.0 or not. */
    byte[] raw();

    /** The message as one that stays valid, with its whole chunk in memory; nothing is copied. */
    Message keep();

    /**
     * The message's body, decoded anew by each call: {@code byte[]} of data sections, a List of sequences, or the
     * value.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     */
    default @Nullable Object body() {
        return content().body();
    }

    /**
     * The octets of the message's body, read-only and without a copy, unless there are several data sections.
     *
     * @throws AmqpDecodeException when the bytes are no AMQP 1.0 message; {@link #raw} has them
     * @throws IllegalStateException when the body is not of type {@link BodyType#DATA}
     */
    default ByteBuffer bodyView() {
        return content().data();
    }
}
