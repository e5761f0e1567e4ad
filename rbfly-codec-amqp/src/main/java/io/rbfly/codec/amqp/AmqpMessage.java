package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.ValueEquality;
import io.rbfly.codec.amqp.type.ValueText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message: a body, and sections that describe it (AMQP 1.0 part 3, section 3.2). It is immutable and safe for use by
 * any thread, as long as the arrays, lists and maps that were put into it stay as they are: they are not copied.
 *
 * <p>A message is made of objects by {@link #of} and {@link #builder}, or is a view of received octets, by
 * {@link #decode}. A view reads each section when it is first asked for. So every method here that returns (a part of)
 * a section throws {@link AmqpDecodeException} when that section of a view turns out to be malformed, that is, when
 * sizes and counts in it contradict each other, or values are nested deeper than 64 levels; {@link #decodeAll} finds
 * all such faults at once. Received values have the Java types of {@link io.rbfly.codec.amqp.type.AmqpType}, and lists
 * and maps are unmodifiable.
 *
 * <p>What is wrong with a single value makes no section malformed:
 *
 * <ul>
 *   <li>A value that cannot be decoded, such as a string that is not UTF-8, is an {@link UndecodedValue}, anywhere in a
 *       body, a list, a map or an array.
 *   <li>A field of the header or the properties that has something else than a value of its type throws
 *       {@link AmqpDecodeException} from its own getter; see {@link MessageProperties#undecoded}.
 *   <li>Entries that a section's map cannot show, as their key was there before or is of a wrong type, are in
 *       {@link io.rbfly.codec.amqp.type.AmqpMap#allEntries(Map)}.
 * </ul>
 *
 * <p>All of this is encoded again as the octets that came, also by a {@linkplain #toBuilder() message made of this
 * one}.
 *
 * <p>Messages are equal when all their sections are, whether built or received, by the rules of {@link ValueEquality}.
 * A malformed message is equal only to one of the same octets.
 */
public abstract sealed class AmqpMessage permits BuiltMessage, EncodedMessage {
    AmqpMessage() {}

    /**
     * Returns a message that is only a body.
     *
     * <p>A byte array becomes a data section, all other values an amqp-value section. Its type is one of those in
     * {@link io.rbfly.codec.amqp.type.AmqpType}, or {@link io.rbfly.codec.amqp.type.DescribedType}; lists, maps and
     * arrays hold values of these types in turn. That a value has another type shows only when the message is encoded.
     *
     * @param body the body; a message is returned as it is
     */
    public static AmqpMessage of(@Nullable Object body) {
        return body instanceof AmqpMessage message ? message : new BuiltMessage(body);
    }

    /** Returns a builder of a message that has nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a message over all octets of an array; see {@link #decode(byte[], int, int)}.
     *
     * @throws AmqpDecodeException when the octets are not a sequence of AMQP sections with a body
     */
    public static AmqpMessage decode(byte[] array) {
        return decode(array, 0, array.length);
    }

    /**
     * Returns a message over octets of an array, which must not change any more and stays reachable as long as the
     * message does. Only the sequence of sections is checked: each is known, of the right type, complete, and in its
     * place, there is exactly one kind of body, and nothing behind. What is in the sections is read when it is asked
     * for. Sizes are believed: a section that ends where its size does not say so is malformed, even if all of its
     * items can be read.
     *
     * @param offset index of the message's first octet
     * @param length number of the message's octets
     * @throws AmqpDecodeException when the octets are not a sequence of AMQP sections with a body
     * @throws IndexOutOfBoundsException when {@code offset} and {@code length} are not a range of the array
     */
    public static AmqpMessage decode(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return EncodedMessage.of(array, offset, offset + length);
    }

    /** Returns the header; {@link MessageHeader#DEFAULT} when there is none. */
    public abstract MessageHeader header();

    /** Returns the delivery annotations, with {@link Symbol} (or the reserved unsigned long) keys; mostly empty. */
    public abstract Map<Object, @Nullable Object> deliveryAnnotations();

    /** Returns the message annotations, with {@link Symbol} (or the reserved unsigned long) keys. */
    public abstract Map<Object, @Nullable Object> messageAnnotations();

    /**
     * Returns one message annotation; null when there is none of this name.
     *
     * @throws IllegalArgumentException when the name is not ASCII
     */
    public @Nullable Object messageAnnotation(String name) {
        return messageAnnotations().get(Symbol.of(name));
    }

    /** Returns the properties; {@link MessageProperties#EMPTY} when there are none. */
    public abstract MessageProperties properties();

    /**
     * Returns the application properties; their order is that of the message. Of several of the same name it has the
     * first; see {@link io.rbfly.codec.amqp.type.AmqpMap}.
     */
    public abstract Map<String, @Nullable Object> applicationProperties();

    /**
     * Returns one application property; null when there is none of this name. Of several of the same name it is the
     * first. Of a received message, no other property is read for it, nor found to be malformed.
     */
    public abstract @Nullable Object applicationProperty(String name);

    /** Returns which kind of body this is. */
    public abstract BodyType bodyType();

    /**
     * Returns the body: of data the octets as byte[], of an amqp-value the value, of amqp-sequences the list. Several
     * sections are joined. Of a received message, the octets are a copy.
     */
    public abstract @Nullable Object body();

    /**
     * Returns the octets of a data body, read-only. They are copied only if there are several data sections.
     *
     * @throws IllegalStateException when the body is not of type {@link BodyType#DATA}
     */
    public abstract ByteBuffer data();

    /** Returns the values of the body sections: arrays of octets, lists, or the one value. */
    public abstract List<? extends @Nullable Object> bodySections();

    /** Returns the footer, with {@link Symbol} (or the reserved unsigned long) keys; mostly empty. */
    public abstract Map<Object, @Nullable Object> footer();

    /**
     * Reads all sections that were not asked for yet. Afterwards no method of this message throws
     * {@link AmqpDecodeException}; getters of single fields of its header and properties still may.
     *
     * @return this message
     * @throws AmqpDecodeException when a section is malformed
     */
    public abstract AmqpMessage decodeAll();

    /**
     * Returns the octets of the message, read-only. Of a received message they are those that were received, not
     * copied.
     *
     * @throws AmqpEncodeException when a built message cannot be encoded
     */
    public abstract ByteBuffer raw();

    /**
     * Writes the message at the buffer's writer index. Of a received message the octets are written as they came.
     *
     * @return number of octets written
     * @throws AmqpEncodeException as {@link AmqpCodec#encode}
     */
    @SuppressWarnings("exports") // As in AmqpCodec.
    public int encode(ByteBuf out) {
        return AmqpCodec.encode(this, out);
    }

    /** Returns a builder with all sections of this message, to make a similar one. */
    public Builder toBuilder() {
        return new Builder(this);
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

    /** Returns the sections that are not empty; long values are cut. */
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

    /**
     * Collects the sections of a message. Sections of which nothing is set are left out; a message without a body gets
     * an empty data section. Not thread safe.
     */
    public static final class Builder {
        MessageHeader header = MessageHeader.DEFAULT;
        final CompactMapBuilder<Object> deliveryAnnotations = new CompactMapBuilder<>(MapKeys.SYMBOLS);
        final CompactMapBuilder<Object> messageAnnotations = new CompactMapBuilder<>(MapKeys.SYMBOLS);
        MessageProperties properties = MessageProperties.EMPTY;
        final CompactMapBuilder<String> applicationProperties = new CompactMapBuilder<>(MapKeys.STRINGS);

        @Nullable
        Map<String, @Nullable Object> receivedProperties;

        @Nullable
        BodyType bodyType;

        final List<@Nullable Object> bodySections = new ArrayList<>(1);
        final CompactMapBuilder<Object> footer = new CompactMapBuilder<>(MapKeys.SYMBOLS);

        private Builder() {}

        private Builder(AmqpMessage message) {
            header = message.header();
            deliveryAnnotations.putAll(message.deliveryAnnotations());
            messageAnnotations.putAll(message.messageAnnotations());
            properties = message.properties();
            applicationProperties.putAll(message.applicationProperties());
            receivedProperties =
                    message instanceof BuiltMessage built ? built.receivedProperties : message.applicationProperties();
            bodyType = message.bodyType();
            bodySections.addAll(message.bodySections());
            footer.putAll(message.footer());
        }

        /** Sets the header. */
        public Builder header(MessageHeader newHeader) {
            header = Objects.requireNonNull(newHeader, "header");
            return this;
        }

        /**
         * Sets a delivery annotation.
         *
         * @param name a name in ASCII; those that do not start with {@code x-} are reserved
         * @throws IllegalArgumentException when the name is not ASCII
         */
        public Builder deliveryAnnotation(String name, @Nullable Object value) {
            deliveryAnnotations.put(Symbol.of(name), value);
            return this;
        }

        /**
         * Sets a message annotation.
         *
         * @param name a name in ASCII; those that do not start with {@code x-} are reserved
         * @throws IllegalArgumentException when the name is not ASCII
         */
        public Builder messageAnnotation(String name, @Nullable Object value) {
            messageAnnotations.put(Symbol.of(name), value);
            return this;
        }

        /** Sets the properties. */
        public Builder properties(MessageProperties newProperties) {
            properties = Objects.requireNonNull(newProperties, "properties");
            return this;
        }

        /**
         * Sets an application property to a value of a simple type: no list, map, array or described value. What was
         * received and is not set is written again, of a simple type or not.
         */
        public Builder applicationProperty(String name, @Nullable Object value) {
            applicationProperties.put(Objects.requireNonNull(name, "name"), value);
            return this;
        }

        /** Sets application properties; see {@link #applicationProperty}. */
        public Builder applicationProperties(Map<String, ? extends @Nullable Object> newProperties) {
            newProperties.forEach(this::applicationProperty);
            return this;
        }

        /**
         * Sets the body as {@link AmqpMessage#of} does: a byte array as data, all other values as amqp-value. A body
         * that was set before is replaced.
         */
        public Builder body(@Nullable Object body) {
            bodyType = null;
            bodySections.clear();
            return body instanceof byte[] octets ? data(octets) : value(body);
        }

        /**
         * Adds a data section.
         *
         * @throws IllegalStateException when there is a body of another type
         */
        public Builder data(byte[] octets) {
            return add(BodyType.DATA, Objects.requireNonNull(octets, "octets"));
        }

        /**
         * Adds an amqp-sequence section.
         *
         * @throws IllegalStateException when there is a body of another type
         */
        public Builder sequence(List<? extends @Nullable Object> items) {
            return add(BodyType.SEQUENCE, Objects.requireNonNull(items, "items"));
        }

        /**
         * Sets the body to an amqp-value section.
         *
         * @throws IllegalStateException when there is a body
         */
        public Builder value(@Nullable Object value) {
            return add(BodyType.VALUE, value);
        }

        /**
         * Sets an entry of the footer.
         *
         * @param name a name in ASCII; those that do not start with {@code x-} are reserved
         * @throws IllegalArgumentException when the name is not ASCII
         */
        public Builder footer(String name, @Nullable Object value) {
            footer.put(Symbol.of(name), value);
            return this;
        }

        /** Returns the message; the builder can go on being used. */
        public AmqpMessage build() {
            return new BuiltMessage(this);
        }

        private Builder add(BodyType type, @Nullable Object section) {
            if (bodyType != null && (bodyType != type || type == BodyType.VALUE)) {
                throw new IllegalStateException("body of type " + type + " after one of type " + bodyType);
            }
            if (bodySections.size() == EncodedMessage.MAX_BODY_SECTIONS) {
                throw new IllegalStateException("body of more than " + EncodedMessage.MAX_BODY_SECTIONS + " sections");
            }
            bodyType = type;
            bodySections.add(section);
            return this;
        }
    }
}
