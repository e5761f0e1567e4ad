package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.value.CompactMapBuilder;
import io.rbfly.codec.amqp.value.MapKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a message from its sections. Sections that are not set are omitted; a message without a body gets an empty
 * data section. Not thread safe.
 */
public final class AmqpMessageBuilder {
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

    AmqpMessageBuilder() {}

    AmqpMessageBuilder(AmqpMessage message) {
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
    public AmqpMessageBuilder header(MessageHeader newHeader) {
        header = Objects.requireNonNull(newHeader, "header");
        return this;
    }

    /**
     * Sets a delivery annotation.
     *
     * @param name a name in ASCII; those that do not start with {@code x-} are reserved
     * @throws IllegalArgumentException if the name is not ASCII
     */
    public AmqpMessageBuilder deliveryAnnotation(String name, @Nullable Object value) {
        deliveryAnnotations.put(Symbol.of(name), value);
        return this;
    }

    /**
     * Sets a message annotation.
     *
     * @param name a name in ASCII; those that do not start with {@code x-} are reserved
     * @throws IllegalArgumentException if the name is not ASCII
     */
    public AmqpMessageBuilder messageAnnotation(String name, @Nullable Object value) {
        messageAnnotations.put(Symbol.of(name), value);
        return this;
    }

    /** Sets the properties. */
    public AmqpMessageBuilder properties(MessageProperties newProperties) {
        properties = Objects.requireNonNull(newProperties, "properties");
        return this;
    }

    /**
     * Sets an application property to a value of a simple type, which excludes lists, maps, arrays and described
     * values. A received property that is not set is written again, whether or not it is of a simple type.
     */
    public AmqpMessageBuilder applicationProperty(String name, @Nullable Object value) {
        applicationProperties.put(Objects.requireNonNull(name, "name"), value);
        return this;
    }

    /** Sets application properties; see {@link #applicationProperty}. */
    public AmqpMessageBuilder applicationProperties(Map<String, ? extends @Nullable Object> newProperties) {
        newProperties.forEach(this::applicationProperty);
        return this;
    }

    /**
     * Sets the body like {@link AmqpMessage#of}: a byte array as data, all other values as amqp-value. It replaces a
     * body that was set before.
     */
    public AmqpMessageBuilder body(@Nullable Object body) {
        bodyType = null;
        bodySections.clear();
        return body instanceof byte[] octets ? data(octets) : value(body);
    }

    /**
     * Adds a data section.
     *
     * @throws IllegalStateException if there is a body of another type
     */
    public AmqpMessageBuilder data(byte[] octets) {
        return add(BodyType.DATA, Objects.requireNonNull(octets, "octets"));
    }

    /**
     * Adds an amqp-sequence section.
     *
     * @throws IllegalStateException if there is a body of another type
     */
    public AmqpMessageBuilder sequence(List<? extends @Nullable Object> items) {
        return add(BodyType.SEQUENCE, Objects.requireNonNull(items, "items"));
    }

    /**
     * Sets the body to an amqp-value section.
     *
     * @throws IllegalStateException if there is a body
     */
    public AmqpMessageBuilder value(@Nullable Object value) {
        return add(BodyType.VALUE, value);
    }

    /**
     * Sets an entry of the footer.
     *
     * @param name a name in ASCII; those that do not start with {@code x-} are reserved
     * @throws IllegalArgumentException if the name is not ASCII
     */
    public AmqpMessageBuilder footer(String name, @Nullable Object value) {
        footer.put(Symbol.of(name), value);
        return this;
    }

    /** Returns the message; the builder can still be used. */
    public AmqpMessage build() {
        return new BuiltMessage(this);
    }

    private AmqpMessageBuilder add(BodyType type, @Nullable Object section) {
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
