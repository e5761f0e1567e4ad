package io.rbfly.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.message.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** Apache Qpid proton-j, which writes to an array; the array is copied to the buffer, as its users have to do. */
public class ProtonCodec extends CodecSettings {
    private final Message small = small();
    private final Message rich = rich();
    private final byte[] scratch = new byte[1024];
    private final byte[] smallOctets = Arrays.copyOf(scratch, small.encode(scratch, 0, scratch.length));
    private final byte[] richOctets = Arrays.copyOf(scratch, rich.encode(scratch, 0, scratch.length));

    @Benchmark
    public ByteBuf smallEncode(Target target) {
        int length = small.encode(scratch, 0, scratch.length);
        return target.empty().writeInt(length).writeBytes(scratch, 0, length);
    }

    @Benchmark
    public ByteBuf richEncode(Target target) {
        int length = rich.encode(scratch, 0, scratch.length);
        return target.empty().writeInt(length).writeBytes(scratch, 0, length);
    }

    @Benchmark
    public Object smallDecode(Blackhole hole) {
        Message message = Proton.message();
        message.decode(smallOctets, 0, smallOctets.length);
        hole.consume(message);
        return message.getBody();
    }

    @Benchmark
    public Object richDecode(Blackhole hole) {
        Message message = Proton.message();
        message.decode(richOctets, 0, richOctets.length);
        hole.consume(message.getProperties());
        hole.consume(message.getApplicationProperties());
        hole.consume(message.getMessageAnnotations());
        return message.getBody();
    }

    private static Message small() {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(Sample.BODY)));
        return message;
    }

    private static Message rich() {
        Message message = small();
        Properties properties = new Properties();
        properties.setMessageId(Sample.MESSAGE_ID);
        properties.setContentType(Symbol.valueOf(Sample.CONTENT_TYPE));
        properties.setCreationTime(Date.from(Sample.CREATION_TIME));
        properties.setCorrelationId(UnsignedLong.valueOf(Sample.CORRELATION_ID));
        message.setProperties(properties);
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put(Sample.TEXT_KEY, Sample.TEXT);
        entries.put(Sample.NUMBER_KEY, Sample.NUMBER);
        entries.put(Sample.FLAG_KEY, Sample.FLAG);
        message.setApplicationProperties(new ApplicationProperties(entries));
        return message;
    }
}
