package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Codec;
import com.rabbitmq.stream.MessageBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.AmqpMessageBuilder;
import io.rbfly.codec.amqp.MessageProperties;
import io.rbfly.codec.amqp.MessagePropertiesBuilder;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/**
 * The sections of messages that the official client writes and reads, with both codecs it has: its own, and that of
 * proton-j, which encode the same message differently.
 */
@EmbeddedBrokerTest
class OfficialClientSectionsTest {
    private static final byte[] BYTES = "data".getBytes(StandardCharsets.UTF_8);
    private static final byte[] USER = "guest".getBytes(StandardCharsets.UTF_8);
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final long TIME = 1_700_000_000_123L;

    @Test
    void allPropertiesAreRead(EmbeddedBroker broker) throws Exception {
        expectRead(
                broker,
                builder -> builder.properties()
                        .messageId("id")
                        .userId(USER)
                        .to("to")
                        .subject("subject é€😀")
                        .replyTo("reply-to")
                        .correlationId(ID)
                        .contentType("text/plain")
                        .contentEncoding("gzip")
                        .absoluteExpiryTime(TIME + 1)
                        .creationTime(TIME)
                        .groupId("group")
                        .groupSequence(0xffff_fffeL)
                        .replyToGroupId("reply-to-group"),
                AmqpMessage.builder().properties(allProperties()));
    }

    @Test
    void everyKindOfMessageIdIsReadAsItsOwnType(EmbeddedBroker broker) throws Exception {
        MessagePropertiesBuilder properties = MessageProperties.builder();
        expectRead(
                broker,
                builder -> builder.properties().messageId("id").correlationId(7),
                AmqpMessage.builder()
                        .properties(properties
                                .messageId("id")
                                .correlationId(UnsignedLong.of(7))
                                .build()));
        // A negative number of the official client is an unsigned one above 2^63.
        expectRead(
                broker,
                builder -> builder.properties().messageId(-1).correlationId("id"),
                AmqpMessage.builder()
                        .properties(properties
                                .messageId(new UnsignedLong(-1))
                                .correlationId("id")
                                .build()));
        expectRead(
                broker,
                builder -> builder.properties().messageId(BYTES).correlationId(ID),
                AmqpMessage.builder()
                        .properties(
                                properties.messageId(BYTES).correlationId(ID).build()));
        expectRead(
                broker,
                builder -> builder.properties().messageId(ID).correlationId(BYTES),
                AmqpMessage.builder()
                        .properties(
                                properties.messageId(ID).correlationId(BYTES).build()));
    }

    @Test
    void applicationPropertiesOfEveryTypeAreRead(EmbeddedBroker broker) throws Exception {
        AmqpMessageBuilder expected = AmqpMessage.builder();
        simpleValues().forEach(expected::applicationProperty);
        expectRead(
                broker,
                builder -> builder.applicationProperties()
                        .entry("boolean", true)
                        .entry("byte", (byte) -1)
                        .entry("short", (short) -1000)
                        .entry("int", -200_000)
                        .entry("long", -1L << 40)
                        .entryUnsigned("ubyte", (byte) -1)
                        .entryUnsigned("ushort", (short) -1)
                        .entryUnsigned("uint", -1)
                        .entryUnsigned("ulong", -1L)
                        .entry("float", 1.5f)
                        .entry("double", -2.0E-3)
                        .entry("char", '€')
                        .entryTimestamp("timestamp", TIME)
                        .entry("uuid", ID)
                        .entry("binary", BYTES)
                        .entry("string", "x".repeat(300))
                        .entrySymbol("symbol", "sym"),
                expected);
    }

    @Test
    void messageAnnotationsOfEveryTypeAreRead(EmbeddedBroker broker) throws Exception {
        AmqpMessageBuilder expected = AmqpMessage.builder();
        simpleValues().forEach(expected::messageAnnotation);
        expectRead(
                broker,
                builder -> builder.messageAnnotations()
                        .entry("boolean", true)
                        .entry("byte", (byte) -1)
                        .entry("short", (short) -1000)
                        .entry("int", -200_000)
                        .entry("long", -1L << 40)
                        .entryUnsigned("ubyte", (byte) -1)
                        .entryUnsigned("ushort", (short) -1)
                        .entryUnsigned("uint", -1)
                        .entryUnsigned("ulong", -1L)
                        .entry("float", 1.5f)
                        .entry("double", -2.0E-3)
                        .entry("char", '€')
                        .entryTimestamp("timestamp", TIME)
                        .entry("uuid", ID)
                        .entry("binary", BYTES)
                        .entry("string", "x".repeat(300))
                        .entrySymbol("symbol", "sym")
                        .entry("list", List.of("a", 1, List.of(2L)))
                        .entry("map", Map.of("k", Map.of("n", 7)))
                        .entryArray("array", new Object[] {"a", "b"}),
                expected.messageAnnotation("list", List.of("a", 1, List.of(2L)))
                        .messageAnnotation("map", Map.of("k", Map.of("n", 7)))
                        .messageAnnotation("array", AmqpArray.ofStrings("a", "b")));
    }

    @Test
    void theSectionsOfAMessageAreReadByTheOfficialClient(EmbeddedBroker broker) throws Exception {
        AmqpMessage message = AmqpMessage.builder()
                .messageAnnotation("x-opt-a", 5L)
                .messageAnnotation("x-opt-s", "text")
                .properties(allProperties())
                .applicationProperties(Map.of("k", "v", "n", 7, "big", -1L << 40, "yes", true, "half", 0.5, "id", ID))
                .applicationProperty("ubyte", UnsignedByte.of(255))
                .applicationProperty("symbol", Symbol.of("sym"))
                .data(BYTES)
                .build();
        expectReadBack(broker, message, read -> {
            assertThat(read.getBodyAsBinary()).isEqualTo(BYTES);
            assertThat(read.getMessageAnnotations())
                    .containsOnly(Map.entry("x-opt-a", 5L), Map.entry("x-opt-s", "text"));
            assertThat(read.getApplicationProperties())
                    .containsEntry("k", "v")
                    .containsEntry("n", 7)
                    .containsEntry("big", -1L << 40)
                    .containsEntry("yes", true)
                    .containsEntry("half", 0.5)
                    .containsEntry("id", ID)
                    .hasEntrySatisfying("ubyte", value -> assertThat(value).hasToString("255"))
                    .hasEntrySatisfying("symbol", value -> assertThat(value).hasToString("sym"))
                    .hasSize(8);
            isAllProperties(read.getProperties());
        });
    }

    @Test
    void everyKindOfMessageIdIsReadByTheOfficialClient(EmbeddedBroker broker) throws Exception {
        MessagePropertiesBuilder properties = MessageProperties.builder();
        expectReadBack(
                broker,
                message(properties.messageId("id")),
                read -> assertThat(read.getProperties().getMessageIdAsString()).isEqualTo("id"));
        expectReadBack(
                broker,
                message(properties.messageId(new UnsignedLong(-1))),
                read -> assertThat(read.getProperties().getMessageIdAsLong()).isEqualTo(-1));
        expectReadBack(
                broker,
                message(properties.messageId(BYTES)),
                read -> assertThat(read.getProperties().getMessageIdAsBinary()).isEqualTo(BYTES));
        expectReadBack(
                broker,
                message(properties.messageId(ID)),
                read -> assertThat(read.getProperties().getMessageIdAsUuid()).isEqualTo(ID));
    }

    /** The order counts: messages are equal only with their entries in the same order. */
    private static Map<String, Object> simpleValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) -1);
        values.put("short", (short) -1000);
        values.put("int", -200_000);
        values.put("long", -1L << 40);
        values.put("ubyte", UnsignedByte.of(255));
        values.put("ushort", UnsignedShort.of(65535));
        values.put("uint", UnsignedInt.of(UnsignedInt.MAX_VALUE));
        values.put("ulong", new UnsignedLong(-1));
        values.put("float", 1.5f);
        values.put("double", -2.0E-3);
        values.put("char", CodePoint.of('€'));
        values.put("timestamp", Instant.ofEpochMilli(TIME));
        values.put("uuid", ID);
        values.put("binary", BYTES);
        values.put("string", "x".repeat(300));
        values.put("symbol", Symbol.of("sym"));
        return values;
    }

    private static MessageProperties allProperties() {
        return MessageProperties.builder()
                .messageId("id")
                .userId(USER)
                .to("to")
                .subject("subject é€😀")
                .replyTo("reply-to")
                .correlationId(ID)
                .contentType("text/plain")
                .contentEncoding("gzip")
                .absoluteExpiryTime(Instant.ofEpochMilli(TIME + 1))
                .creationTime(Instant.ofEpochMilli(TIME))
                .groupId("group")
                .groupSequence(UnsignedInt.of(0xffff_fffeL))
                .replyToGroupId("reply-to-group")
                .build();
    }

    private static void isAllProperties(com.rabbitmq.stream.Properties properties) {
        assertThat(properties.getMessageIdAsString()).isEqualTo("id");
        assertThat(properties.getUserId()).isEqualTo(USER);
        assertThat(properties.getTo()).isEqualTo("to");
        assertThat(properties.getSubject()).isEqualTo("subject é€😀");
        assertThat(properties.getReplyTo()).isEqualTo("reply-to");
        assertThat(properties.getCorrelationIdAsUuid()).isEqualTo(ID);
        assertThat(properties.getContentType()).isEqualTo("text/plain");
        assertThat(properties.getContentEncoding()).isEqualTo("gzip");
        assertThat(properties.getAbsoluteExpiryTime()).isEqualTo(TIME + 1);
        assertThat(properties.getCreationTime()).isEqualTo(TIME);
        assertThat(properties.getGroupId()).isEqualTo("group");
        assertThat(properties.getGroupSequence()).isEqualTo(0xffff_fffeL);
        assertThat(properties.getReplyToGroupId()).isEqualTo("reply-to-group");
    }

    private static AmqpMessage message(MessagePropertiesBuilder properties) {
        return AmqpMessage.builder().properties(properties.build()).data(BYTES).build();
    }

    /** Lets the official client publish what is set in a message, and a data body, and compares all that is read. */
    private static void expectRead(EmbeddedBroker broker, Consumer<MessageBuilder> setting, AmqpMessageBuilder expected)
            throws Exception {
        AmqpMessage message = expected.data(BYTES).build();
        for (Codec codec : OfficialClient.codecs()) {
            withStream(broker, (client, stream) -> {
                OfficialClient.publish(broker.uri(), codec, stream, builder -> {
                    setting.accept(builder);
                    return builder.addData(BYTES).build();
                });
                AmqpMessage read = await(
                                await(client.subscribe(stream, Offset.FIRST)).next())
                        .content();
                assertThat(read.decodeAll())
                        .as("written by %s", codec.getClass().getSimpleName())
                        .isEqualTo(message);
            });
        }
    }

    /** Publishes a message, and shows it to the official client with each of its codecs. */
    private static void expectReadBack(
            EmbeddedBroker broker, AmqpMessage message, ThrowingConsumer<com.rabbitmq.stream.Message> check)
            throws Exception {
        withStream(broker, (client, stream) -> {
            await(await(client.publisher(stream)).send(message));
            for (Codec codec : OfficialClient.codecs()) {
                assertThat(OfficialClient.read(broker.uri(), codec, stream))
                        .as("read by %s", codec.getClass().getSimpleName())
                        .satisfies(check);
            }
        });
    }
}
