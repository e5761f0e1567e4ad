package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/** A message that was created by the application and not read from a stream. */
record GivenMessage(String stream, long offset, Instant timestamp, AmqpMessage content) implements Message {
    GivenMessage {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** With its own copy of the body, encoded, so that later changes have no effect. */
    static GivenMessage of(String stream, long offset, Instant timestamp, Object body) {
        ByteBuffer encoded = (body instanceof MessageView view ? view.content() : AmqpMessage.of(body)).raw();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return new GivenMessage(stream, offset, timestamp, AmqpMessage.decode(bytes, 0, bytes.length));
    }

    @Override
    public byte[] raw() {
        ByteBuffer encoded = content.raw();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }
}
