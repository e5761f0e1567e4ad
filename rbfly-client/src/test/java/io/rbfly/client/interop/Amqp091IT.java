package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.support.Streams;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.AmqpMessageBuilder;
import io.rbfly.codec.amqp.MessageHeader;
import io.rbfly.codec.amqp.MessageProperties;
import io.rbfly.codec.amqp.MessagePropertiesBuilder;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.AmqpMap;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Messages between AMQP 0-9-1 and streams. The broker converts them, and its versions do so differently: 3.10 makes
 * annotations and application properties of what 4.0 has a place for in the header and the properties, and 4.3 makes an
 * address of the queue to reply to.
 */
class Amqp091IT {
    private static final int PATIENCE_SECONDS = 30;
    private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);
    private static final Date TIME = new Date(1_700_000_000_000L);

    @BrokerTest(versions = "3.10+")
    void aMessageWithoutPropertiesHasItsRouteAsAnnotations(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(broker, stream, new BasicProperties());
            AmqpMessageBuilder expected = AmqpMessage.builder()
                    .messageAnnotation("x-exchange", "")
                    .messageAnnotation("x-routing-key", stream)
                    .data(BODY);
            if (convertsNatively(broker)) {
                expected.header(MessageHeader.DEFAULT.withFirstAcquirer(true));
            }
            assertThat(SortedAnnotations.of(first(client, stream))).isEqualTo(expected.build());
        });
    }

    @BrokerTest(versions = "3.10+")
    void allBasicPropertiesAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(
                    broker,
                    stream,
                    new BasicProperties.Builder()
                            .contentType("text/plain")
                            .contentEncoding("utf-8")
                            .deliveryMode(2)
                            .priority(5)
                            .correlationId("corr")
                            .replyTo("reply")
                            .expiration("60000")
                            .messageId("mid")
                            .timestamp(TIME)
                            .type("typ")
                            .userId("guest")
                            .appId("app")
                            .build());
            MessagePropertiesBuilder properties = MessageProperties.builder()
                    .messageId("mid")
                    .userId("guest".getBytes(StandardCharsets.US_ASCII))
                    .replyTo(broker.version().atLeast(4, 3) ? "/queues/reply" : "reply")
                    .correlationId("corr")
                    .contentType("text/plain")
                    .contentEncoding("utf-8")
                    .creationTime(TIME.toInstant());
            AmqpMessageBuilder expected = AmqpMessage.builder().data(BODY);
            if (convertsNatively(broker)) {
                expected.header(new MessageHeader(true, 5, Duration.ofSeconds(60), true, 0))
                        .messageAnnotation("x-basic-type", "typ")
                        .messageAnnotation("x-exchange", "")
                        .messageAnnotation("x-routing-key", stream)
                        .properties(properties.groupId("app").build());
            } else {
                expected.messageAnnotation("x-basic-delivery-mode", UnsignedByte.of(2))
                        .messageAnnotation("x-basic-expiration", "60000")
                        .messageAnnotation("x-basic-priority", UnsignedByte.of(5))
                        .messageAnnotation("x-exchange", "")
                        .messageAnnotation("x-routing-key", stream)
                        .properties(properties.build())
                        .applicationProperty("x-basic-type", "typ")
                        .applicationProperty("x-basic-app-id", "app");
            }
            assertThat(SortedAnnotations.of(first(client, stream))).isEqualTo(expected.build());
        });
    }

    @BrokerTest(versions = "3.10+")
    void headersAreReadAsApplicationPropertiesAndAnnotations(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put("boolean", true);
            headers.put("byte", (byte) -1);
            headers.put("short", (short) -1000);
            headers.put("int", -200_000);
            headers.put("long", -1L << 40);
            headers.put("float", 1.5f);
            headers.put("double", -2.0E-3);
            headers.put("timestamp", TIME);
            headers.put("string", "é€😀");
            headers.put("binary", new byte[] {0, 1, -1});
            headers.put("null", null);
            headers.put("list", Arrays.asList("a", 1));
            headers.put("map", Map.of("k", "v"));
            headers.put("x-int", 7);
            headers.put("x-list", Arrays.asList("a", 1));
            headers.put("x-map", Map.of("k", "v"));
            publish(
                    broker,
                    stream,
                    new BasicProperties.Builder().headers(headers).build());
            AmqpMessage read = first(client, stream);
            // Tables and lists have no place in application properties. The order is that of the client's hash map.
            headers.keySet().removeAll(List.of("list", "map", "x-list", "x-map"));
            headers.put("timestamp", TIME.toInstant());
            if (convertsNatively(broker)) {
                headers.remove("x-int");
                assertThat(read.messageAnnotation("x-int")).isEqualTo(7);
                assertThat(read.messageAnnotation("x-list")).isEqualTo(List.of("a", 1));
                assertThat(AmqpMessage.of(read.messageAnnotation("x-map")))
                        .isEqualTo(AmqpMessage.of(Map.of(Symbol.of("k"), "v")));
            }
            assertThat(AmqpMessage.of(new TreeMap<>(read.applicationProperties())))
                    .isEqualTo(AmqpMessage.of(new TreeMap<>(headers)));
        });
    }

    @BrokerTest(versions = "3.10+")
    void aStreamThatWasDeclaredAsAQueueIsRead(Broker broker) throws Exception {
        String stream = Streams.newName();
        try (Connection connection = connection(broker)) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(stream, true, false, false, Map.of("x-queue-type", "stream"));
        }
        StreamsClient client = connect(broker.uri());
        try {
            publish(broker, stream, new BasicProperties());
            assertThat(first(client, stream).body()).isEqualTo(BODY);
            await(client.deleteStream(stream));
        } finally {
            await(client.close());
        }
    }

    @BrokerTest(versions = "3.10+")
    void aConsumerReadsPropertiesAndApplicationPropertiesAsHeaders(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            AmqpMessage message = AmqpMessage.builder()
                    .properties(MessageProperties.builder()
                            .messageId("mid")
                            .userId("guest".getBytes(StandardCharsets.US_ASCII))
                            .replyTo("reply")
                            .correlationId("corr")
                            .contentType("text/plain")
                            .contentEncoding("utf-8")
                            .creationTime(TIME.toInstant())
                            .build())
                    .applicationProperty("boolean", true)
                    .applicationProperty("byte", (byte) -1)
                    .applicationProperty("ubyte", UnsignedByte.of(255))
                    .applicationProperty("short", (short) -1000)
                    .applicationProperty("int", -200_000)
                    .applicationProperty("long", -1L << 40)
                    .applicationProperty("float", 1.5f)
                    .applicationProperty("double", -2.0E-3)
                    .applicationProperty("timestamp", Instant.ofEpochMilli(TIME.getTime()))
                    .applicationProperty("string", "é€😀")
                    .applicationProperty("binary", new byte[] {0, 1, -1})
                    .data(BODY)
                    .build();
            await(await(client.publisher(stream)).send(message));
            Delivery delivery = consume(broker, stream);
            assertThat(delivery.getBody()).isEqualTo(BODY);
            BasicProperties properties = delivery.getProperties();
            assertThat(properties.getMessageId()).isEqualTo("mid");
            assertThat(properties.getUserId()).isEqualTo("guest");
            assertThat(properties.getReplyTo()).isEqualTo("reply");
            assertThat(properties.getCorrelationId()).isEqualTo("corr");
            assertThat(properties.getContentType()).isEqualTo("text/plain");
            assertThat(properties.getContentEncoding()).isEqualTo("utf-8");
            assertThat(properties.getTimestamp()).isEqualTo(TIME);
            Map<String, Object> headers = properties.getHeaders();
            assertThat(headers)
                    .containsEntry("boolean", true)
                    .containsEntry("byte", (byte) -1)
                    .containsEntry("ubyte", 255)
                    .containsEntry("short", (short) -1000)
                    .containsEntry("int", -200_000)
                    .containsEntry("long", -1L << 40)
                    .containsEntry("float", 1.5f)
                    .containsEntry("double", -2.0E-3)
                    .containsEntry("timestamp", TIME);
            assertThat(headers.get("string")).hasToString("é€😀");
            assertThat(headers.get("binary") instanceof LongString text ? text.getBytes() : headers.get("binary"))
                    .isEqualTo(new byte[] {0, 1, -1});
        });
    }

    @BrokerTest(versions = "3.10+")
    void aContentTypeThatIsNotAsciiLeavesTheOtherPropertiesReadable(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            String contentType = "text/plain; name=fürst";
            publish(
                    broker,
                    stream,
                    new BasicProperties.Builder()
                            .contentType(contentType)
                            .contentEncoding("utf-8")
                            .messageId("mid")
                            .correlationId("corr")
                            .headers(Map.of("k", "v"))
                            .build());
            AmqpMessage read = first(client, stream);
            MessageProperties properties = read.properties();
            assertThat(properties.messageId()).isEqualTo("mid");
            assertThat(properties.correlationId()).isEqualTo("corr");
            assertThat(properties.contentEncoding()).isEqualTo("utf-8");
            assertThat(read.applicationProperty("k")).isEqualTo("v");
            assertThat(read.body()).isEqualTo(BODY);
            assertThatExceptionOfType(AmqpDecodeException.class)
                    .isThrownBy(properties::contentType)
                    .withMessageStartingWith("content-type: symbol is not ASCII");
            assertThat(properties.undecoded().get("content-type"))
                    .isInstanceOfSatisfying(
                            UndecodedValue.class,
                            value -> assertThat(new String(value.octets(), StandardCharsets.UTF_8))
                                    .isEqualTo(contentType));
            assertForwarded(broker, read);
        });
    }

    /** The property becomes an annotation (later brokers) or an application property, and so does the header. */
    @BrokerTest(versions = "3.10+")
    void aHeaderBesideThePropertyOfTheSameNameLeavesBothAndTheOthersReadable(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put("x-basic-type", "of the header");
            headers.put("k", "v");
            headers.put("x-k", "v");
            publish(
                    broker,
                    stream,
                    new BasicProperties.Builder()
                            .type("of the property")
                            .headers(headers)
                            .build());
            AmqpMessage read = first(client, stream);
            Map<?, ?> map = convertsNatively(broker) ? read.messageAnnotations() : read.applicationProperties();
            Object key = convertsNatively(broker) ? Symbol.of("x-basic-type") : "x-basic-type";
            assertThat(map.get(key)).isEqualTo("of the property");
            assertThat(AmqpMap.allEntries(map))
                    .filteredOn(entry -> key.equals(entry.getKey()))
                    .extracting(entry -> (Object) entry.getValue())
                    .containsExactly("of the property", "of the header");
            assertThat(read.applicationProperty("k")).isEqualTo("v");
            assertThat(convertsNatively(broker) ? read.messageAnnotation("x-k") : read.applicationProperty("x-k"))
                    .isEqualTo("v");
            assertThat(read.messageAnnotation("x-routing-key")).isEqualTo(stream);
            assertForwarded(broker, read);
        });
    }

    @BrokerTest(versions = "3.10+")
    void aHeaderThatIsNotUtf8LeavesTheOthersReadable(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            byte[] latin1 = "fürst".getBytes(StandardCharsets.ISO_8859_1);
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put("before", 1);
            headers.put("latin1", LongStringHelper.asLongString(latin1));
            headers.put("x-latin1", LongStringHelper.asLongString(latin1));
            headers.put("octets", latin1);
            headers.put("fürst", "key");
            headers.put("x-fürst", "x key");
            headers.put("x-list", List.of(LongStringHelper.asLongString(latin1), "a"));
            headers.put("x-map", Map.of("ü", LongStringHelper.asLongString(latin1), "k", "v"));
            headers.put("zafter", "é");
            publish(
                    broker,
                    stream,
                    new BasicProperties.Builder()
                            .messageId("mid")
                            .headers(headers)
                            .build());
            AmqpMessage read = first(client, stream);
            assertThat(read.properties().messageId()).isEqualTo("mid");
            assertThat(read.applicationProperty("before")).isEqualTo(1);
            assertThat(read.applicationProperty("octets")).isEqualTo(latin1);
            assertThat(read.applicationProperty("zafter")).isEqualTo("é");
            assertThat(read.applicationProperty("fürst")).isEqualTo("key");
            if (convertsNatively(broker)) {
                // These brokers make binary values of it, but of names symbols that they cannot be.
                assertThat(read.applicationProperty("latin1")).isEqualTo(latin1);
                assertThat(read.messageAnnotation("x-latin1")).isEqualTo(latin1);
                assertThat(AmqpMessage.of(read.messageAnnotation("x-list")))
                        .isEqualTo(AmqpMessage.of(List.of(latin1, "a")));
                Map<?, ?> map = (Map<?, ?>) read.messageAnnotation("x-map");
                assertThat(map.get(Symbol.of("k"))).isEqualTo("v");
                assertThat(map.entrySet()).anySatisfy(entry -> {
                    assertThat(entry.getKey()).isInstanceOf(UndecodedValue.class);
                    assertThat(entry.getValue()).isEqualTo(latin1);
                });
                assertThat(AmqpMap.allEntries(read.messageAnnotations()))
                        .filteredOn(entry -> entry.getKey() instanceof UndecodedValue)
                        .singleElement()
                        .satisfies(entry -> {
                            byte[] name = ((UndecodedValue) entry.getKey()).octets();
                            assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("x-fürst");
                            assertThat(entry.getValue()).isEqualTo("x key");
                        });
            } else {
                for (String name : List.of("latin1", "x-latin1")) {
                    assertThat(read.applicationProperty(name))
                            .isInstanceOfSatisfying(
                                    UndecodedValue.class,
                                    value -> assertThat(value.octets()).isEqualTo(latin1));
                }
            }
            assertForwarded(broker, read);
        });
    }

    /** What was read arrives octet by octet when it is sent on, and whole when a message made of it is sent. */
    private static void assertForwarded(Broker broker, AmqpMessage read) throws Exception {
        withStream(broker, (other, stream) -> {
            await(await(other.publisher(stream))
                    .sendAll(List.of(read, read.toBuilder().build())));
            List<Message> copies = Streams.take(await(other.subscribe(stream, Offset.FIRST)), 2);
            assertThat(copies.get(0).content().raw()).isEqualTo(read.raw());
            assertThat(copies.get(1).content()).isEqualTo(read);
        });
    }

    /** The later brokers have message containers, which know AMQP 1.0. */
    private static boolean convertsNatively(Broker broker) {
        return broker.version().atLeast(4, 0);
    }

    private static AmqpMessage first(StreamsClient client, String stream) throws Exception {
        return await(await(client.subscribe(stream, Offset.FIRST)).next())
                .content()
                .decodeAll();
    }

    private static void publish(Broker broker, String stream, BasicProperties properties) throws Exception {
        try (Connection connection = connection(broker)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("", stream, properties, BODY);
            channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
    }

    private static Delivery consume(Broker broker, String stream) throws Exception {
        try (Connection connection = connection(broker)) {
            Channel channel = connection.createChannel();
            // A stream is only consumed with a limit of unacknowledged messages.
            channel.basicQos(10);
            BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
            channel.basicConsume(
                    stream,
                    false,
                    Map.of("x-stream-offset", "first"),
                    (tag, delivery) -> received.add(delivery),
                    tag -> {});
            Delivery delivery = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(delivery).isNotNull();
            return delivery;
        }
    }

    private static Connection connection(Broker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.amqpPort());
        return factory.newConnection();
    }
}
