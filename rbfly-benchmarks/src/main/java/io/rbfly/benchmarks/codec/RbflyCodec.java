package io.rbfly.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.AmqpCodec;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageProperties;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** The codec of this project. */
public class RbflyCodec extends CodecSettings {
    private final AmqpMessage rich = AmqpMessage.builder()
            .properties(MessageProperties.builder()
                    .messageId(Sample.MESSAGE_ID)
                    .contentType(Sample.CONTENT_TYPE)
                    .creationTime(Sample.CREATION_TIME)
                    .correlationId(UnsignedLong.of(Sample.CORRELATION_ID))
                    .build())
            .applicationProperty(Sample.TEXT_KEY, Sample.TEXT)
            .applicationProperty(Sample.NUMBER_KEY, Sample.NUMBER)
            .applicationProperty(Sample.FLAG_KEY, Sample.FLAG)
            .data(Sample.BODY)
            .build();
    private final byte[] smallOctets = encoded(Sample.BODY);
    private final byte[] richOctets = encoded(rich);

    @Benchmark
    public ByteBuf smallEncode(Target target) {
        ByteBuf buffer = target.afterLength();
        return buffer.setInt(0, AmqpCodec.encode(Sample.BODY, buffer));
    }

    @Benchmark
    public ByteBuf richEncode(Target target) {
        ByteBuf buffer = target.afterLength();
        return buffer.setInt(0, AmqpCodec.encode(rich, buffer));
    }

    @Benchmark
    public @Nullable Object smallDecode(Blackhole hole) {
        AmqpMessage message = AmqpMessage.decode(smallOctets);
        hole.consume(message);
        return message.body();
    }

    @Benchmark
    public ByteBuffer smallDecodeView(Blackhole hole) {
        AmqpMessage message = AmqpMessage.decode(smallOctets);
        hole.consume(message);
        return message.data();
    }

    /** The view does not escape, so it need not be allocated. */
    @Benchmark
    public long smallDecodeReadView(Blackhole hole) {
        AmqpMessage message = AmqpMessage.decode(smallOctets);
        hole.consume(message);
        ByteBuffer octets = message.data();
        return octets.getLong() + octets.remaining();
    }

    @Benchmark
    public AmqpMessage smallDecodeLazily() {
        return AmqpMessage.decode(smallOctets);
    }

    @Benchmark
    public @Nullable Object richDecode(Blackhole hole) {
        AmqpMessage message = AmqpMessage.decode(richOctets);
        hole.consume(message.properties());
        hole.consume(message.applicationProperties());
        hole.consume(message.messageAnnotations());
        return message.body();
    }

    @Benchmark
    public @Nullable Object richDecodeLazily(Blackhole hole) {
        AmqpMessage message = AmqpMessage.decode(richOctets);
        hole.consume(message.applicationProperty(Sample.NUMBER_KEY));
        return message.body();
    }

    private static byte[] encoded(Object message) {
        ByteBuf buffer = Unpooled.buffer();
        AmqpCodec.encode(message, buffer);
        return ByteBufUtil.getBytes(buffer);
    }
}
