package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.ValueEquality;
import io.rbfly.codec.amqp.type.ValueText;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message: a body, and sections that describe it (AMQP 1.0 part 3, section 3.2). It is immutable and thread safe,
 * provided that the arrays, lists and maps that were put into it are not modified: they are not copied.
 *
 * <p>A message is created from objects with {@link #of} and {@link #builder}, or is a view of received octets, created
 * with {@link #decode}. A view decodes each section on first access. So every method of this class that returns a
 * section or a part of it throws {@link AmqpDecodeException} if that section of a view turns out to be malformed, that
 * is, if sizes and counts in it contradict each other, or values are nested deeper than 64 levels; {@link #decodeAll}
 * finds all of these errors at once. Received values have the Java types of {@link io.rbfly.codec.amqp.type.AmqpType},
 * and lists and maps are unmodifiable.
 *
 * <p>An invalid value does not make its section malformed:
 *
 * <ul>
 *   <li>A value that cannot be decoded, such as a string that is not UTF-8, is an {@link UndecodedValue}, anywhere in a
 *       body, a list, a map or an array.
 *   <li>If a field of the header or the properties has a value that is not of its type, its own getter throws
 *       {@link AmqpDecodeException}; see {@link MessageProperties#undecoded}.
 *   <li>Entries that a section's map cannot contain, because their key is a duplicate or has a wrong type, are returned
 *       by {@link io.rbfly.codec.amqp.type.AmqpMap#allEntries(Map)}.
 * </ul>
 *
 * <p>All of these values are encoded again as the received octets, also by a {@linkplain #toBuilder() message that is
 * built from this one}.
 *
 * <p>Messages are equal if all their sections are equal by the rules of {@link ValueEquality}, whether built or
 * received. A malformed message is equal only to a message with the same octets.
 */
public abstract sealed class AmqpMessage permits BuiltMessage, EncodedMessage {
    AmqpMessage() {}

    /**
     * Returns a message that consists of a body only.
     *
     * <p>A byte array becomes a data section, all other values an amqp-value section. Its type is one of those in
     * {@link io.rbfly.codec.amqp.type.AmqpType}, or {@link io.rbfly.codec.amqp.type.DescribedType}; lists, maps and
     * arrays contain values of these types. A value of another type is detected only when the message is encoded.
     *
     * @param body the body; if it is a message, it is returned unchanged
     */
    public static AmqpMessage of(@Nullable Object body) {
        return body instanceof AmqpMessage message ? message : new BuiltMessage(body);
    }

    /** Returns a builder of an empty message. */
    public static AmqpMessageBuilder builder() {
        return new AmqpMessageBuilder();
    }

    /**
     * Returns a view of all octets of an array; see {@link #decode(byte[], int, int)}.
     *
     * @throws AmqpDecodeException if the octets are not a sequence of AMQP sections with a body
     */
    public static AmqpMessage decode(byte[] array) {
        return decode(array, 0, array.length);
    }

    /**
     * Returns a view of octets of an array, which must not be modified afterwards and remains reachable as long as the
     * message. Only the sequence of sections is checked: each is known, of the right type, complete, and in the right
     * order, there is exactly one kind of body, and nothing follows. The content of the sections is decoded on access.
     * Sizes are authoritative: a section that does not end at the position that its size specifies is malformed, even
     * if all of its items can be read.
     *
     * @param offset index of the message's first octet
     * @param length number of the message's octets
     * @throws AmqpDecodeException if the octets are not a sequence of AMQP sections with a body
     * @throws IndexOutOfBoundsException if {@code offset} and {@code length} are not a range of the array
     */
    public static AmqpMessage decode(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return EncodedMessage.of(array, offset, offset + length);
    }

    /** Returns the header; {@link MessageHeader#DEFAULT} if there is none. */
    public abstract MessageHeader header();

    /** Returns the delivery annotations, with {@link Symbol} (or the reserved unsigned long) keys; usually empty. */
    public abstract Map<Object, @Nullable Object> deliveryAnnotations();

    /** Returns the message annotations, with {@link Symbol} (or the reserved unsigned long) keys. */
    public abstract Map<Object, @Nullable Object> messageAnnotations();

    /**
     * Returns one message annotation; null if there is none with this name.
     *
     * @throws IllegalArgumentException if the name is not ASCII
     */
    public @Nullable Object messageAnnotation(String name) {
        return messageAnnotations().get(Symbol.of(name));
    }

    /** Returns the properties; {@link MessageProperties#EMPTY} if there are none. */
    public abstract MessageProperties properties();

    /**
     * Returns the application properties, in the order of the message. If several have the same name, it contains the
     * first; see {@link io.rbfly.codec.amqp.type.AmqpMap}.
     */
    public abstract Map<String, @Nullable Object> applicationProperties();

    /**
     * Returns one application property; null if there is none with this name. If several have the same name, it is the
     * first. In a received message, no other property is decoded, so errors in others are not detected.
     */
    public abstract @Nullable Object applicationProperty(String name);

    /** Returns the type of the body. */
    public abstract BodyType bodyType();

    /**
     * Returns the body: for data the octets as byte[], for an amqp-value the value, for amqp-sequences the list.
     * Several sections are joined. For a received message, the octets are a copy.
     */
    public abstract @Nullable Object body();

    /**
     * Returns the octets of a data body, read-only. They are copied only if there are several data sections.
     *
     * @throws IllegalStateException if the body is not of type {@link BodyType#DATA}
     */
    public abstract ByteBuffer data();

    /** Returns the values of the body sections: arrays of octets, lists, or the single value. */
    public abstract List<? extends @Nullable Object> bodySections();

    /** Returns the footer, with {@link Symbol} (or the reserved unsigned long) keys; usually empty. */
    public abstract Map<Object, @Nullable Object> footer();

    /**
     * Decodes all sections that have not been accessed yet. Afterwards no method of this message throws
     * {@link AmqpDecodeException}; getters of single fields of its header and properties still may throw it.
     *
     * @return this message
     * @throws AmqpDecodeException if a section is malformed
     */
    public abstract AmqpMessage decodeAll();

    /**
     * Returns the octets of the message, read-only. For a received message they are the received octets, without a
     * copy.
     *
     * @throws AmqpEncodeException if a built message cannot be encoded
     */
    public abstract ByteBuffer raw();

    /**
     * Writes the message at the buffer's writer index. A received message is written as the received octets.
     *
     * @return the number of octets written
     * @throws AmqpEncodeException as {@link AmqpCodec#encode}
     */
    @SuppressWarnings("exports") // only callers of this method need Netty
    public int encode(ByteBuf out) {
        return AmqpCodec.encode(this, out);
    }

    /** Returns a builder with all sections of this message, to build a similar one. */
    public AmqpMessageBuilder toBuilder() {
        return new AmqpMessageBuilder(this);
    }

    final void requireData() {
        if (bodyType() != BodyType.DATA) {
            throw new IllegalStateException("body is of type " + bodyType() + " (expected: DATA)");
        }
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof AmqpMessage that)) {
            return false;
        }
        if (this instanceof EncodedMessage a && that instanceof EncodedMessage b && a.sameOctets(b)) {
            return true;
        }
        try {
            return bodyType() == that.bodyType() && ValueEquality.equal(sections(), that.sections());
        } catch (AmqpDecodeException e) {
            return false;
        }
    }

    @Override
    public final int hashCode() {
        try {
            return 31 * bodyType().ordinal() + ValueEquality.hash(sections());
        } catch (AmqpDecodeException e) {
            return ((EncodedMessage) this).hashOfOctets();
        }
    }

    private List<Object> sections() {
        return List.of(
                header(),
                deliveryAnnotations(),
                messageAnnotations(),
                properties(),
                applicationProperties(),
                bodySections(),
                footer());
    }

    /** Returns the sections that are not empty; long values are truncated. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder("AmqpMessage[");
        try {
            append(text, "header", header().equals(MessageHeader.DEFAULT) ? "" : header());
            append(text, "deliveryAnnotations", deliveryAnnotations());
            append(text, "messageAnnotations", messageAnnotations());
            append(text, "properties", properties().equals(MessageProperties.EMPTY) ? "" : properties());
            append(text, "applicationProperties", applicationProperties());
            Object body = body();
            ValueText.append(text.append("body="), body);
            append(text.append(", "), "footer", footer());
            text.setLength(text.length() - 2);
        } catch (AmqpDecodeException e) {
            text.append("malformed: ").append(e.getMessage());
        }
        return text.append(']').toString();
    }

    private static void append(StringBuilder text, String name, Object section) {
        if (section instanceof Map<?, ?> map ? !map.isEmpty() : !section.equals("")) {
            text.append(name).append('=');
            ValueText.append(text, section);
            text.append(", ");
        }
    }
}
