package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.ValueEquality;
import io.rbfly.codec.amqp.type.ValueText;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The properties section: thirteen fields that describe a message, each of which may be missing (AMQP 1.0 part 3,
 * section 3.2.4). Immutable; binary values are not copied and must not be changed.
 *
 * <p>A field of received properties may have a value that is not of its type, such as a content type that is not ASCII.
 * Only its own getter then throws {@link AmqpDecodeException}; {@link #undecoded} returns the received value.
 */
public final class MessageProperties {
    /** The properties of a message without properties. */
    public static final MessageProperties EMPTY = new MessageProperties(new Object[0]);

    static final int MESSAGE_ID = 0;
    static final int USER_ID = 1;
    static final int TO = 2;
    static final int SUBJECT = 3;
    static final int REPLY_TO = 4;
    static final int CORRELATION_ID = 5;
    static final int CONTENT_TYPE = 6;
    static final int CONTENT_ENCODING = 7;
    static final int ABSOLUTE_EXPIRY_TIME = 8;
    static final int CREATION_TIME = 9;
    static final int GROUP_ID = 10;
    static final int GROUP_SEQUENCE = 11;
    static final int REPLY_TO_GROUP_ID = 12;
    static final int COUNT = 13;

    private static final String[] NAMES = {
        "message-id",
        "user-id",
        "to",
        "subject",
        "reply-to",
        "correlation-id",
        "content-type",
        "content-encoding",
        "absolute-expiry-time",
        "creation-time",
        "group-id",
        "group-sequence",
        "reply-to-group-id"
    };

    private final @Nullable Object[] fields;

    /** Takes the fields in order, of the right types or {@link OddField}, and without trailing nulls. */
    private MessageProperties(@Nullable Object[] fields) {
        this.fields = fields;
    }

    /**
     * Returns properties of fields in order, each of the right type or an {@link OddField}; the array must not be
     * modified afterwards.
     */
    static MessageProperties of(@Nullable Object[] fields) {
        int length = fields.length;
        while (length > 0 && fields[length - 1] == null) {
            length--;
        }
        if (length == 0) {
            return EMPTY;
        }
        return new MessageProperties(length == fields.length ? fields : Arrays.copyOf(fields, length));
    }

    /** Returns a builder without any field set. */
    public static MessagePropertiesBuilder builder() {
        return new MessagePropertiesBuilder(new Object[COUNT]);
    }

    /** Returns a builder with the fields of these properties. */
    public MessagePropertiesBuilder toBuilder() {
        return new MessagePropertiesBuilder(Arrays.copyOf(fields, Math.max(COUNT, fields.length)));
    }

    static String name(int field) {
        return field < COUNT ? NAMES[field] : "field " + (field + 1);
    }

    /** Returns the fields up to the last one that is set. Must not be modified. */
    @Nullable
    Object[] fields() {
        return fields;
    }

    /**
     * Returns the id of the message: {@link UnsignedLong}, {@link UUID}, byte[] or {@link String}.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable Object messageId() {
        return field(MESSAGE_ID);
    }

    /**
     * Returns the id of the user who created the message.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public byte @Nullable [] userId() {
        return (byte[]) field(USER_ID);
    }

    /**
     * Returns the address to which the message is sent.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String to() {
        return (String) field(TO);
    }

    /**
     * Returns the subject of the message.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String subject() {
        return (String) field(SUBJECT);
    }

    /**
     * Returns the address for replies.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String replyTo() {
        return (String) field(REPLY_TO);
    }

    /**
     * Returns the id of a related message: {@link UnsignedLong}, {@link UUID}, byte[] or {@link String}.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable Object correlationId() {
        return field(CORRELATION_ID);
    }

    /**
     * Returns the MIME type of the body; a symbol on the wire.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String contentType() {
        return (String) field(CONTENT_TYPE);
    }

    /**
     * Returns how the body was encoded, such as {@code gzip}; a symbol on the wire.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String contentEncoding() {
        return (String) field(CONTENT_ENCODING);
    }

    /**
     * Returns when the message is to be considered as expired.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable Instant absoluteExpiryTime() {
        return (Instant) field(ABSOLUTE_EXPIRY_TIME);
    }

    /**
     * Returns when the message was created.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable Instant creationTime() {
        return (Instant) field(CREATION_TIME);
    }

    /**
     * Returns the group the message belongs to.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String groupId() {
        return (String) field(GROUP_ID);
    }

    /**
     * Returns the position of the message in its group; it wraps to 0 after 2^32 - 1.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable UnsignedInt groupSequence() {
        return (UnsignedInt) field(GROUP_SEQUENCE);
    }

    /**
     * Returns the group for replies.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable String replyToGroupId() {
        return (String) field(REPLY_TO_GROUP_ID);
    }

    /**
     * Returns the fields whose received values are not of their type, by their AMQP name, such as {@code content-type}:
     * an {@link UndecodedValue}, or a value of another type. Fields after the known ones are included as {@code field
     * 14} and so on. All are encoded again unless they are set. Unmodifiable, and usually empty.
     */
    public Map<String, Object> undecoded() {
        return OddField.values(fields, MessageProperties::name);
    }

    private @Nullable Object field(int index) {
        Object value = index < fields.length ? fields[index] : null;
        if (value instanceof OddField odd) {
            throw odd.failure(NAMES[index]);
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageProperties that
                && ValueEquality.equal(Arrays.asList(fields), Arrays.asList(that.fields));
    }

    @Override
    public int hashCode() {
        return ValueEquality.hash(Arrays.asList(fields));
    }

    /** Returns the fields that are set, with their names. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] != null) {
                text.append(text.length() > 1 ? ", " : "").append(name(i)).append('=');
                ValueText.append(text, fields[i]);
            }
        }
        return text.append('}').toString();
    }
}
