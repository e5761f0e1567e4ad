package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.codec.InternalCodec;
import com.rabbitmq.stream.codec.QpidProtonCodec;
import com.rabbitmq.stream.codec.SimpleCodec;
import io.rbfly.client.api.Offset;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageHeader;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.junit.jupiter.api.Test;

/** Bodies that are no octets, and the sections for which the official client has no setters. */
@EmbeddedBrokerTest
class OfficialClientBodiesTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Test
    void valueBodiesOfTheOfficialClientAreRead(EmbeddedBroker broker) throws Exception {
        List<Object> theirs = Arrays.asList(
                "a string",
                null,
                -7L,
                ID,
                new Date(-1),
                org.apache.qpid.proton.amqp.Symbol.valueOf("s"),
                UnsignedInteger.MAX_VALUE,
                new org.apache.qpid.proton.amqp.Decimal32(0xb200004b),
                List.of("a", 1, List.of(2L)),
                new Integer[] {1, -200_000},
                described(org.apache.qpid.proton.amqp.UnsignedLong.valueOf(99), List.of("a")));
        List<Object> ours = Arrays.asList(
                "a string",
                null,
                -7L,
                ID,
                Instant.ofEpochMilli(-1),
                Symbol.of("s"),
                UnsignedInt.of(UnsignedInt.MAX_VALUE),
                new Decimal32(0xb200004b),
                List.of("a", 1, List.of(2L)),
                AmqpArray.ofInts(1, -200_000),
                new DescribedType(UnsignedLong.of(99), List.of("a")));
        expectRead(broker, proton(new AmqpValue(theirs)), AmqpMessage.of(ours));
        expectRead(broker, proton(new AmqpValue(Map.of("k", theirs))), AmqpMessage.of(Map.of("k", ours)));
    }

    @Test
    void sequencesOfTheOfficialClientAreRead(EmbeddedBroker broker) throws Exception {
        List<Object> items = List.of("a", 1, Arrays.asList(2L, null));
        expectRead(
                broker,
                proton(new AmqpSequence(items)),
                AmqpMessage.builder().sequence(items).build());
    }

    @Test
    void headerDeliveryAnnotationsAndFooterOfTheOfficialClientAreRead(EmbeddedBroker broker) throws Exception {
        org.apache.qpid.proton.message.Message message = proton(new AmqpValue("body"));
        Header header = new Header();
        header.setDurable(true);
        header.setPriority(UnsignedByte.valueOf((byte) 9));
        header.setTtl(UnsignedInteger.valueOf(5000));
        header.setFirstAcquirer(true);
        header.setDeliveryCount(UnsignedInteger.valueOf(2));
        message.setHeader(header);
        message.setDeliveryAnnotations(
                new DeliveryAnnotations(Map.of(org.apache.qpid.proton.amqp.Symbol.valueOf("x-opt-d"), 1)));
        message.setFooter(new Footer(Map.of(org.apache.qpid.proton.amqp.Symbol.valueOf("x-opt-f"), "end")));
        expectRead(
                broker,
                message,
                AmqpMessage.builder()
                        .header(new MessageHeader(true, 9, Duration.ofSeconds(5), true, 2))
                        .deliveryAnnotation("x-opt-d", 1)
                        .value("body")
                        .footer("x-opt-f", "end")
                        .build());
    }

    @Test
    void valueBodiesAreReadByTheOfficialClient(EmbeddedBroker broker) throws Exception {
        List<Object> value = List.of("a string", -7L, true, -2.0E-3, ID, List.of(2L), Map.of("k", 7));
        withStream(broker, (client, stream) -> {
            await(await(client.publisher(stream)).send(value));
            assertThat(OfficialClient.read(broker.uri(), new InternalCodec(), stream)
                            .getBody())
                    .isEqualTo(value);
            // The codec of proton-j gives the section, not the value that is in it.
            assertThat(OfficialClient.read(broker.uri(), new QpidProtonCodec(), stream)
                            .getBody())
                    .isInstanceOfSatisfying(
                            AmqpValue.class, body -> assertThat(body.getValue()).isEqualTo(value));
        });
    }

    private static void expectRead(
            EmbeddedBroker broker, org.apache.qpid.proton.message.Message message, AmqpMessage expected)
            throws Exception {
        byte[] array = new byte[1024];
        byte[] octets = Arrays.copyOf(array, message.encode(array, 0, array.length));
        withStream(broker, (client, stream) -> {
            // The simple codec publishes octets as they are: its message builder has only data bodies.
            OfficialClient.publish(
                    broker.uri(),
                    new SimpleCodec(),
                    stream,
                    builder -> builder.addData(octets).build());
            AmqpMessage read =
                    await(await(client.subscribe(stream, Offset.FIRST)).next()).content();
            assertThat(read.decodeAll()).isEqualTo(expected);
        });
    }

    private static org.apache.qpid.proton.message.Message proton(Section body) {
        org.apache.qpid.proton.message.Message message = Proton.message();
        message.setBody(body);
        return message;
    }

    private static org.apache.qpid.proton.amqp.DescribedType described(Object descriptor, Object value) {
        return new org.apache.qpid.proton.amqp.DescribedType() {
            @Override
            public Object getDescriptor() {
                return descriptor;
            }

            @Override
            public Object getDescribed() {
                return value;
            }
        };
    }
}
