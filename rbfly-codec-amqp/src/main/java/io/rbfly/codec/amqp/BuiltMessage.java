package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.value.CompactMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that is built from objects. */
final class BuiltMessage extends AmqpMessage {
    final CompactMap<Object> deliveryAnnotations;
    final CompactMap<Object> messageAnnotations;
    final CompactMap<String> applicationProperties;
    final CompactMap<Object> footer;
    /** The application properties of the received message from which this one was built, if any. */
    final @Nullable Map<String, @Nullable Object> receivedProperties;

    private final MessageHeader header;
    private final MessageProperties properties;
    private final BodyType bodyType;
    private final boolean onlyData;

    /** The values of the body's sections. Must not be modified. */
    final @Nullable Object[] body;

    /** Creates a message that consists of a body only: octets as data, all other values as amqp-value. */
    BuiltMessage(@Nullable Object body) {
        header = MessageHeader.DEFAULT;
        deliveryAnnotations = CompactMap.empty();
        messageAnnotations = CompactMap.empty();
        properties = MessageProperties.EMPTY;
        applicationProperties = CompactMap.empty();
        receivedProperties = null;
        bodyType = body instanceof byte[] ? BodyType.DATA : BodyType.VALUE;
        this.body = new @Nullable Object[] {body};
        footer = CompactMap.empty();
        onlyData = bodyType == BodyType.DATA;
    }

    BuiltMessage(AmqpMessageBuilder builder) {
        header = builder.header;
        deliveryAnnotations = builder.deliveryAnnotations.build();
        messageAnnotations = builder.messageAnnotations.build();
        properties = builder.properties;
        applicationProperties = builder.applicationProperties.build();
        receivedProperties = builder.receivedProperties;
        bodyType = builder.bodyType == null ? BodyType.DATA : builder.bodyType;
        body = builder.bodyType == null ? new Object[] {new byte[0]} : builder.bodySections.toArray();
        footer = builder.footer.build();
        onlyData = false; // builders are rarely used for these messages, so it is not worth checking
    }

    /** Returns whether the message is a single data section. */
    boolean isOnlyData() {
        return onlyData;
    }

    @Override
    public MessageHeader header() {
        return header;
    }

    @Override
    public Map<Object, @Nullable Object> deliveryAnnotations() {
        return deliveryAnnotations;
    }

    @Override
    public Map<Object, @Nullable Object> messageAnnotations() {
        return messageAnnotations;
    }

    @Override
    public MessageProperties properties() {
        return properties;
    }

    @Override
    public Map<String, @Nullable Object> applicationProperties() {
        return applicationProperties;
    }

    @Override
    public @Nullable Object applicationProperty(String name) {
        return applicationProperties.get(name);
    }

    @Override
    public BodyType bodyType() {
        return bodyType;
    }

    @Override
    public @Nullable Object body() {
        return body.length == 1 ? body[0] : JoinedBody.of(bodyType, bodySections());
    }

    @Override
    public ByteBuffer data() {
        requireData();
        byte[] octets = (byte[]) body();
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    @Override
    public List<? extends @Nullable Object> bodySections() {
        return Collections.unmodifiableList(Arrays.asList(body));
    }

    @Override
    public Map<Object, @Nullable Object> footer() {
        return footer;
    }

    @Override
    public AmqpMessage decodeAll() {
        return this;
    }

    @Override
    public ByteBuffer raw() {
        ByteBuf buffer = Unpooled.buffer();
        encode(buffer);
        return ByteBuffer.wrap(ByteBufUtil.getBytes(buffer)).asReadOnlyBuffer();
    }
}
