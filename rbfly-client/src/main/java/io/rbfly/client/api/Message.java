package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import java.time.Instant;

/**
 * One message of a stream: a view of the bytes of its chunk, decoded when asked. There is nothing to release; keeping a
 * message keeps its whole chunk in memory.
 *
 * <p>Immutable and safe for any thread.
 */
public interface Message extends MessageView {
    /** This message. */
    @Override
    default Message keep() {
        return this;
    }

    /**
     * A message that was not read from a stream, to try code with that handles messages.
     *
     * @param stream the stream that it is said to be of
     * @param offset its position there, unsigned
     * @param timestamp when it is said to be stored
     * @param body an {@link AmqpMessage}, or the body of one as {@link Publisher#send(Object)} takes it
     * @throws io.rbfly.codec.amqp.error.AmqpEncodeException when the body cannot be expressed in AMQP 1.0
     */
    static Message of(String stream, long offset, Instant timestamp, Object body) {
        return new GivenMessage(stream, offset, timestamp, AmqpMessage.of(body));
    }
}
