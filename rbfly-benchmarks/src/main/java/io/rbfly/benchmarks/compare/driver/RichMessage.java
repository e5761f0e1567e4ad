package io.rbfly.benchmarks.compare.driver;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageProperties;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Instant;

/** The content of rich messages in addition to the body, the same for all contenders. */
final class RichMessage {
    static final String MESSAGE_ID = "7f3e9a52-order-000123";
    static final String CONTENT_TYPE = "application/json";
    static final long CREATION_MILLIS = 1700000000123L;
    static final long CORRELATION_ID = 987_654_321L;

    static final String TEXT_KEY = "customer";
    static final String TEXT = "Ada Lovelace";
    static final String NUMBER_KEY = "amount";
    static final long NUMBER = 1_234_567_890L;
    static final String FLAG_KEY = "express";

    private static final UnsignedLong CORRELATION = UnsignedLong.of(CORRELATION_ID);

    private RichMessage() {}

    /** Builds a rich message with RbFly's codec. */
    static AmqpMessage of(byte[] body) {
        return AmqpMessage.builder()
                .properties(MessageProperties.builder()
                        .messageId(MESSAGE_ID)
                        .contentType(CONTENT_TYPE)
                        .creationTime(Instant.ofEpochMilli(CREATION_MILLIS))
                        .correlationId(UnsignedLong.of(CORRELATION_ID))
                        .build())
                .applicationProperty(TEXT_KEY, TEXT)
                .applicationProperty(NUMBER_KEY, NUMBER)
                .applicationProperty(FLAG_KEY, true)
                .data(body)
                .build();
    }

    /** Reads a complete rich message and compares it. */
    static void check(AmqpMessage message) {
        MessageProperties properties = message.properties();
        Instant created = properties.creationTime();
        check(
                MESSAGE_ID.equals(properties.messageId())
                        && CONTENT_TYPE.equals(properties.contentType())
                        && created != null
                        && created.toEpochMilli() == CREATION_MILLIS
                        && CORRELATION.equals(properties.correlationId())
                        && TEXT.equals(message.applicationProperty(TEXT_KEY))
                        && Long.valueOf(NUMBER).equals(message.applicationProperty(NUMBER_KEY))
                        && Boolean.TRUE.equals(message.applicationProperty(FLAG_KEY)),
                message);
    }

    static void check(boolean asWritten, Object message) {
        if (!asWritten) {
            throw new IllegalStateException("not the message that was written: " + message);
        }
    }
}
