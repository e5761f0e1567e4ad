package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import java.time.Instant;

/**
 * A message of a stream: a view of the bytes of its chunk, decoded on access. It need not be released. A message keeps
 * its whole chunk in memory as long as it is reachable.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public interface Message extends MessageView {
    /** Returns this message. */
    @Override
    default Message keep() {
        return this;
    }

    /**
     * Creates a message that was not read from a stream, to test code that processes messages.
     *
     * @param stream the name of its stream
     * @param offset its offset, unsigned
     * @param timestamp the time at which it was stored
     * @param body an {@link AmqpMessage}, or a body as for {@link Publisher#send(Object)}
     * @throws io.rbfly.codec.amqp.error.AmqpEncodeException if the body cannot be encoded in AMQP 1.0
     */
    static Message of(String stream, long offset, Instant timestamp, Object body) {
        return GivenMessage.of(stream, offset, timestamp, body);
    }
}
