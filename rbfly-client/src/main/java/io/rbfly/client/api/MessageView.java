package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.BodyType;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A view of a message in the memory of its chunk, decoded on access.
 *
 * <p>The view that a {@link ViewHandler} receives is valid until the handler returns. Then the same object is used for
 * the next message, and the memory is reused. The results of {@link #content()} and {@link #bodyView()} are valid as
 * long as the view. The results of {@link #body()} and {@link #raw()} belong to the application. {@link #keep()}
 * returns a message that remains valid.
 *
 * <p>Implemented by this library. Later versions may add methods, with default implementations where possible.
 */
public interface MessageView {
    /** The stream that the message was read from. */
    String stream();

    /** The offset, an unsigned number. Offsets of a stream ascend, with gaps. */
    long offset();

    /** The time at which the broker wrote the chunk of this message, in milliseconds. */
    Instant timestamp();

    /**
     * The offset of the first message of the last chunk that could be read when the broker sent this one, unsigned: how
     * far the reader was behind then, in whole chunks, without a request. It may be up to
     * {@link SubscriptionOptions#maxBufferedChunks()} chunks old when the message is handled; {@link Subscription#lag}
     * asks for the present state.
     *
     * @return empty if the broker is older than RabbitMQ 3.11.9, or if the message was not read from a stream
     */
    default OptionalLong committedChunkId() {
        return OptionalLong.empty();
    }

    /**
     * The message with all its sections.
     *
     * @throws AmqpDecodeException if the bytes are not an AMQP 1.0 message; {@link #raw} returns them
     */
    AmqpMessage content();

    /** Returns a copy of the stored bytes of the message, whether or not they are AMQP 1.0. */
    byte[] raw();

    /** Returns the message as an object that remains valid and keeps its whole chunk in memory; nothing is copied. */
    Message keep();

    /**
     * The body of the message, decoded by each call: {@code byte[]} for data sections, a {@code List} for sequences, or
     * the value.
     *
     * @throws AmqpDecodeException if the bytes are not an AMQP 1.0 message; {@link #raw} returns them
     */
    default @Nullable Object body() {
        return content().body();
    }

    /**
     * The bytes of the body, read-only. They are not copied unless there are several data sections.
     *
     * @throws AmqpDecodeException if the bytes are not an AMQP 1.0 message; {@link #raw} returns them
     * @throws IllegalStateException if the body is not of type {@link BodyType#DATA}
     */
    default ByteBuffer bodyView() {
        return content().data();
    }
}
