package io.rbfly.benchmarks.codec;

import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.codec.InternalCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** The default codec of RabbitMQ's stream client. The benchmark writes the length before the message. */
public class OfficialCodec extends CodecSettings {
    private final InternalCodec codec = new InternalCodec();
    private final Message small = codec.messageBuilder().addData(Sample.BODY).build();
    private final Message rich = codec.messageBuilder()
            .properties()
            .messageId(Sample.MESSAGE_ID)
            .contentType(Sample.CONTENT_TYPE)
            .creationTime(Sample.CREATION_TIME.toEpochMilli())
            .correlationId(Sample.CORRELATION_ID)
            .messageBuilder()
            .applicationProperties()
            .entry(Sample.TEXT_KEY, Sample.TEXT)
            .entry(Sample.NUMBER_KEY, Sample.NUMBER)
            .entry(Sample.FLAG_KEY, Sample.FLAG)
            .messageBuilder()
            .addData(Sample.BODY)
            .build();
    private final ByteBuf smallOctets = encoded(small);
    private final ByteBuf richOctets = encoded(rich);

    @Benchmark
    public ByteBuf smallEncode(Target target) {
        ByteBuf buffer = target.empty();
        codec.encode(small).writeTo(buffer);
        return buffer;
    }

    @Benchmark
    public ByteBuf richEncode(Target target) {
        ByteBuf buffer = target.empty();
        codec.encode(rich).writeTo(buffer);
        return buffer;
    }

    @Benchmark
    public byte[] smallDecode(Blackhole hole) {
        Message message = codec.decode(smallOctets.readerIndex(0), smallOctets.capacity());
        hole.consume(message);
        return message.getBodyAsBinary();
    }

    @Benchmark
    public byte[] richDecode(Blackhole hole) {
        Message message = codec.decode(richOctets.readerIndex(0), richOctets.capacity());
        hole.consume(message.getProperties());
        hole.consume(message.getApplicationProperties());
        hole.consume(message.getMessageAnnotations());
        return message.getBodyAsBinary();
    }

    private ByteBuf encoded(Message message) {
        ByteBuf buffer = Unpooled.buffer(1024);
        codec.encode(message).writeTo(buffer);
        return Unpooled.copiedBuffer(buffer.skipBytes(Integer.BYTES));
    }
}
