package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageHeader;
import io.rbfly.codec.amqp.MessageProperties;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.qpid.protonj2.client.AdvancedMessage;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Section;

/** Messages between streams and a client of AMQP 1.0, which RabbitMQ speaks by itself since 4.0. */
class Amqp10IT {
    private static final byte[] BYTES = Amqp10Client.BYTES;
    private static final UUID ID = Amqp10Client.ID;
    private static final long TIME = 1_700_000_000_123L;

    @BrokerTest(versions = "4.0+")
    void allSectionsAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Message<byte[]> message = Message.create(BYTES)
                    .durable(true)
                    .priority((byte) 9)
                    .timeToLive(5000)
                    .annotation("x-opt-a", 5L)
                    .messageId(ID)
                    .userId("guest".getBytes(StandardCharsets.US_ASCII))
                    .to("to")
                    .subject("subject é€😀")
                    .replyTo("reply-to")
                    .correlationId(new org.apache.qpid.protonj2.types.UnsignedLong(-1))
                    .contentType("text/plain")
                    .absoluteExpiryTime(TIME + 1)
                    .creationTime(TIME)
                    .groupId("group")
                    .groupSequence(7)
                    .replyToGroupId("reply-to-group")
                    .property("k", "v")
                    .footer("x-opt-f", "end");
            message.contentEncoding("gzip");
            Amqp10Client.send(broker, stream, message, Map.of("x-opt-d", 1));
            // Delivery annotations are for the next hop only, which is the broker.
            assertThat(SortedAnnotations.of(first(client, stream)))
                    .isEqualTo(AmqpMessage.builder()
                            .header(new MessageHeader(true, 9, Duration.ofSeconds(5), true, 0))
                            .messageAnnotation("x-exchange", "")
                            .messageAnnotation("x-opt-a", 5L)
                            .messageAnnotation("x-routing-key", stream)
                            .properties(allProperties())
                            .applicationProperty("k", "v")
                            .data(BYTES)
                            .footer("x-opt-f", "end")
                            .build());
        });
    }

    @BrokerTest(versions = "4.0+")
    void applicationPropertiesOfEveryTypeAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Message<byte[]> message = Message.create(BYTES);
            for (Map.Entry<String, Object> property : Amqp10Client.theirs().entrySet()) {
                message.property(property.getKey(), property.getValue());
            }
            Amqp10Client.send(broker, stream, message, null);
            AmqpMessage expected = AmqpMessage.of(new TreeMap<>(Amqp10Client.ours()));
            assertThat(AmqpMessage.of(new TreeMap<>(first(client, stream).applicationProperties())))
                    .isEqualTo(expected);
        });
    }

    @BrokerTest(versions = "4.0+")
    void severalDataSectionsAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Amqp10Client.send(broker, stream, body(new Data(BYTES), new Data(new byte[0]), new Data(BYTES)), null);
            AmqpMessage expected = AmqpMessage.builder()
                    .data(BYTES)
                    .data(new byte[0])
                    .data(BYTES)
                    .build();
            AmqpMessage read = first(client, stream);
            assertThat(read.bodyType()).isEqualTo(expected.bodyType());
            assertThat(read.bodySections()).usingRecursiveComparison().isEqualTo(expected.bodySections());
            assertThat(read.body()).isEqualTo("datadata".getBytes(StandardCharsets.UTF_8));
        });
    }

    @BrokerTest(versions = "4.0+")
    void sequencesAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Amqp10Client.send(
                    broker, stream, body(new AmqpSequence<>(List.of("a", 1)), new AmqpSequence<>(List.of(2L))), null);
            AmqpMessage read = first(client, stream);
            assertThat(read.bodySections()).isEqualTo(List.of(List.of("a", 1), List.of(2L)));
            assertThat(read.body()).isEqualTo(List.of("a", 1, 2L));
        });
    }

    @BrokerTest(versions = "4.0+")
    void valuesOfEveryTypeAreRead(Broker broker) throws Exception {
        Map<String, Object> theirs = Amqp10Client.theirs();
        theirs.put("null", null);
        theirs.put("list", List.of("a", 1, List.of(2L, Map.of("n", 7))));
        theirs.put("map", Map.of("k", Map.of("n", List.of())));
        theirs.put("ints", new int[] {1, -200_000});
        theirs.put("strings", new String[] {"a", "b"});
        theirs.put("described", new UnknownDescribedType(Amqp10Client.symbol("x:y"), List.of("a")));
        Map<String, Object> ours = Amqp10Client.ours();
        ours.put("null", null);
        ours.put("list", List.of("a", 1, List.of(2L, Map.of("n", 7))));
        ours.put("map", Map.of("k", Map.of("n", List.of())));
        ours.put("ints", AmqpArray.ofInts(1, -200_000));
        ours.put("strings", AmqpArray.ofStrings("a", "b"));
        ours.put("described", new DescribedType(Symbol.of("x:y"), List.of("a")));
        withStream(broker, (client, stream) -> {
            Amqp10Client.send(broker, stream, body(new AmqpValue<>(theirs)), null);
            assertThat(AmqpMessage.of(first(client, stream).body())).isEqualTo(AmqpMessage.of(ours));
        });
    }

    @BrokerTest(versions = "4.0+")
    void whatIsPublishedIsReadByAnAmqp10Client(Broker broker) throws Exception {
        AmqpMessage message = AmqpMessage.builder()
                .header(new MessageHeader(true, 9, Duration.ofSeconds(5), false, 0))
                .messageAnnotation("x-opt-a", 5L)
                .properties(allProperties())
                .applicationProperties(Amqp10Client.ours())
                .data(BYTES)
                .footer("x-opt-f", "end")
                .build();
        withStream(broker, (client, stream) -> {
            await(await(client.publisher(stream)).send(message));
            AdvancedMessage<?> read = Amqp10Client.receive(broker, stream, 1).get(0);
            assertThat(read.durable()).isTrue();
            assertThat(read.priority()).isEqualTo((byte) 9);
            assertThat(read.timeToLive()).isEqualTo(5000);
            assertThat(read.annotation("x-opt-a")).isEqualTo(5L);
            assertThat(read.messageId()).isEqualTo(ID);
            assertThat(read.userId()).isEqualTo("guest".getBytes(StandardCharsets.US_ASCII));
            assertThat(read.to()).isEqualTo("to");
            assertThat(read.subject()).isEqualTo("subject é€😀");
            assertThat(read.replyTo()).isEqualTo("reply-to");
            assertThat(read.correlationId()).isEqualTo(new org.apache.qpid.protonj2.types.UnsignedLong(-1));
            assertThat(read.contentType()).isEqualTo("text/plain");
            assertThat(read.contentEncoding()).isEqualTo("gzip");
            assertThat(read.absoluteExpiryTime()).isEqualTo(TIME + 1);
            assertThat(read.creationTime()).isEqualTo(TIME);
            assertThat(read.groupId()).isEqualTo("group");
            assertThat(read.groupSequence()).isEqualTo(7);
            assertThat(read.replyToGroupId()).isEqualTo("reply-to-group");
            assertThat(read.applicationProperties().getValue()).isEqualTo(Amqp10Client.received());
            assertThat(read.body()).isEqualTo(BYTES);
            assertThat(read.footer("x-opt-f")).isEqualTo("end");
        });
    }

    @BrokerTest(versions = "4.0+")
    void bodiesOfEveryKindAreReadByAnAmqp10Client(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            var publisher = await(client.publisher(stream));
            await(publisher.send(
                    AmqpMessage.builder().data(BYTES).data(new byte[] {1}).build()));
            await(publisher.send(AmqpMessage.builder()
                    .sequence(List.of("a", 1))
                    .sequence(List.of(2L))
                    .build()));
            await(publisher.send(AmqpMessage.of(Amqp10Client.ours())));
            List<Object> bodies = new ArrayList<>();
            for (AdvancedMessage<?> read : Amqp10Client.receive(broker, stream, 3)) {
                bodies.add(List.copyOf(read.bodySections()));
            }
            assertThat(bodies)
                    .isEqualTo(List.of(
                            List.of(new Data(BYTES), new Data(new byte[] {1})),
                            List.of(new AmqpSequence<>(List.of("a", 1)), new AmqpSequence<>(List.of(2L))),
                            List.of(new AmqpValue<>(Amqp10Client.received()))));
        });
    }

    private static MessageProperties allProperties() {
        return MessageProperties.builder()
                .messageId(ID)
                .userId("guest".getBytes(StandardCharsets.US_ASCII))
                .to("to")
                .subject("subject é€😀")
                .replyTo("reply-to")
                .correlationId(new UnsignedLong(-1))
                .contentType("text/plain")
                .contentEncoding("gzip")
                .absoluteExpiryTime(Instant.ofEpochMilli(TIME + 1))
                .creationTime(Instant.ofEpochMilli(TIME))
                .groupId("group")
                .groupSequence(UnsignedInt.of(7))
                .replyToGroupId("reply-to-group")
                .build();
    }

    private static Message<?> body(Section<?>... sections) throws Exception {
        AdvancedMessage<Object> message = AdvancedMessage.create();
        for (Section<?> section : sections) {
            message.addBodySection(section);
        }
        return message;
    }

    private static AmqpMessage first(StreamsClient client, String stream) throws Exception {
        return await(await(client.subscribe(stream, Offset.FIRST)).next())
                .content()
                .decodeAll();
    }
}
