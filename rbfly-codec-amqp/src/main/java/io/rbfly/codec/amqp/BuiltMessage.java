package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message made of objects. */
final class BuiltMessage extends AmqpMessage {
    final CompactMap<Object> deliveryAnnotations;
    final CompactMap<Object> messageAnnotations;
    final CompactMap<String> applicationProperties;
    final CompactMap<Object> footer;
    /** The properties of the received message that this one was made of, if it was. */
    final @Nullable Map<String, @Nullable Object> receivedProperties;

    private final MessageHeader header;
    private final MessageProperties properties;
    private final BodyType bodyType;
    private final boolean onlyData;

    /** The values of the body's sections. Not to be changed. */
    final @Nullable Object[] body;

    /** A message that is only a body: octets as data, all other values as amqp-value. */
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

    BuiltMessage(Builder builder) {
        header = builder.header;
        deliveryAnnotations = builder.deliveryAnnotations.build();
        messageAnnotations = builder.messageAnnotations.build();
        properties = builder.properties;
        applicationProperties = builder.applicationProperties.build();
        receivedProperties = builder.receivedProperties;
        bodyType = builder.bodyType == null ? BodyType.DATA : builder.bodyType;
        body = builder.bodyType == null ? new Object[] {new byte[0]} : builder.bodySections.toArray();
        footer = builder.footer.build();
        onlyData = false; // nobody takes a builder for this, so it is not worth to find out
    }

    /** Tells whether the message is one data section and nothing else. */
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
