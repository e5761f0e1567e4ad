package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds properties; setting a field to null removes it. Not thread safe. */
public final class MessagePropertiesBuilder {
    private final @Nullable Object[] fields;

    MessagePropertiesBuilder(@Nullable Object[] fields) {
        this.fields = fields;
    }

    /** Sets the id of the message. */
    public MessagePropertiesBuilder messageId(@Nullable String messageId) {
        return set(MessageProperties.MESSAGE_ID, messageId);
    }

    /** Sets the id of the message, an unsigned long. */
    public MessagePropertiesBuilder messageId(@Nullable UnsignedLong messageId) {
        return set(MessageProperties.MESSAGE_ID, messageId);
    }

    /** Sets the id of the message. */
    public MessagePropertiesBuilder messageId(@Nullable UUID messageId) {
        return set(MessageProperties.MESSAGE_ID, messageId);
    }

    /** Sets the id of the message; the array is not copied. */
    public MessagePropertiesBuilder messageId(byte @Nullable [] messageId) {
        return set(MessageProperties.MESSAGE_ID, messageId);
    }

    /** Sets the id of the user who created the message; the array is not copied. */
    public MessagePropertiesBuilder userId(byte @Nullable [] userId) {
        return set(MessageProperties.USER_ID, userId);
    }

    /** Sets the address to which the message is sent. */
    public MessagePropertiesBuilder to(@Nullable String to) {
        return set(MessageProperties.TO, to);
    }

    /** Sets the subject of the message. */
    public MessagePropertiesBuilder subject(@Nullable String subject) {
        return set(MessageProperties.SUBJECT, subject);
    }

    /** Sets the address for replies. */
    public MessagePropertiesBuilder replyTo(@Nullable String replyTo) {
        return set(MessageProperties.REPLY_TO, replyTo);
    }

    /** Sets the id of a related message. */
    public MessagePropertiesBuilder correlationId(@Nullable String correlationId) {
        return set(MessageProperties.CORRELATION_ID, correlationId);
    }

    /** Sets the id of a related message, an unsigned long. */
    public MessagePropertiesBuilder correlationId(@Nullable UnsignedLong correlationId) {
        return set(MessageProperties.CORRELATION_ID, correlationId);
    }

    /** Sets the id of a related message. */
    public MessagePropertiesBuilder correlationId(@Nullable UUID correlationId) {
        return set(MessageProperties.CORRELATION_ID, correlationId);
    }

    /** Sets the id of a related message; the array is not copied. */
    public MessagePropertiesBuilder correlationId(byte @Nullable [] correlationId) {
        return set(MessageProperties.CORRELATION_ID, correlationId);
    }

    /**
     * Sets the MIME type of the body.
     *
     * @throws IllegalArgumentException if it is not ASCII
     */
    public MessagePropertiesBuilder contentType(@Nullable String contentType) {
        return setSymbol(MessageProperties.CONTENT_TYPE, contentType);
    }

    /**
     * Sets how the body was encoded.
     *
     * @throws IllegalArgumentException if it is not ASCII
     */
    public MessagePropertiesBuilder contentEncoding(@Nullable String contentEncoding) {
        return setSymbol(MessageProperties.CONTENT_ENCODING, contentEncoding);
    }

    /** Sets when the message is to be considered as expired; fractions of a millisecond are not written. */
    public MessagePropertiesBuilder absoluteExpiryTime(@Nullable Instant absoluteExpiryTime) {
        return set(MessageProperties.ABSOLUTE_EXPIRY_TIME, absoluteExpiryTime);
    }

    /** Sets when the message was created; fractions of a millisecond are not written. */
    public MessagePropertiesBuilder creationTime(@Nullable Instant creationTime) {
        return set(MessageProperties.CREATION_TIME, creationTime);
    }

    /** Sets the group the message belongs to. */
    public MessagePropertiesBuilder groupId(@Nullable String groupId) {
        return set(MessageProperties.GROUP_ID, groupId);
    }

    /** Sets the position of the message in its group. */
    public MessagePropertiesBuilder groupSequence(@Nullable UnsignedInt groupSequence) {
        return set(MessageProperties.GROUP_SEQUENCE, groupSequence);
    }

    /** Sets the group for replies. */
    public MessagePropertiesBuilder replyToGroupId(@Nullable String replyToGroupId) {
        return set(MessageProperties.REPLY_TO_GROUP_ID, replyToGroupId);
    }

    /** Returns the properties; the builder can still be used. */
    public MessageProperties build() {
        return MessageProperties.of(fields.clone());
    }

    private MessagePropertiesBuilder setSymbol(int field, @Nullable String value) {
        return set(field, value == null ? null : Symbol.of(value).value());
    }

    private MessagePropertiesBuilder set(int field, @Nullable Object value) {
        fields[field] = value;
        return this;
    }
}
