package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A message and its octets.
 *
 * @param shortest whether these are the octets that we write, and not only read
 */
record MessageVector(String name, AmqpMessage message, String hex, boolean shortest) {
    private static final String FULL_310 =
            "005372c16c0aa30d782d726f7574696e672d6b6579a10466303931a30a782d65786368616e6765a100a310782d6261736963"
                    + "2d7072696f726974795005a315782d62617369632d64656c69766572792d6d6f64655002a312782d62617369632d65787069"
                    + "726174696f6ea1053630303030"
                    + "005373c03c0da1036d6964a00567756573744040a1057265706c79a104636f7272a30a746578742f706c61696ea305757466"
                    + "2d3840830000018bcfe56800404040"
                    + "005374c14d0ea10c782d62617369632d74797065a103747970a10e782d62617369632d6170702d6964a103617070a103782d"
                    + "795601a10362696ea00101a1026831a1027631a1016e5407a1046c6f6e675505"
                    + "005375a005626f647921";

    private static final String FULL_40 = "005370c00b05415005700000ea604143"
            + "005372c13e08a30c782d62617369632d74797065a103747970a303782d795601a30a782d65786368616e6765a100a30d782d"
            + "726f7574696e672d6b6579a10466303931"
            + "005373c0400da1036d6964a00567756573744040a1057265706c79a104636f7272a30a746578742f706c61696ea305757466"
            + "2d3840830000018bcfe56800a1036170704040"
            + "005374c11e08a10362696ea00101a1026831a1027631a1016e5407a1046c6f6e675505"
            + "005375a005626f647921";

    static List<MessageVector> all() {
        List<MessageVector> all = new ArrayList<>(sections());
        all.addAll(bodies());
        all.addAll(fromBrokersAndClients());
        return all;
    }

    /** Each section, alone and with the others. */
    private static List<MessageVector> sections() {
        return List.of(
                both("data", AmqpMessage.of(utf8("hello")), "005375 a00568656c6c6f"),
                read(
                        "data with a long descriptor",
                        AmqpMessage.of(utf8("hello")),
                        "00800000000000000075 a00568656c6c6f"),
                read(
                        "data with a symbol as descriptor",
                        AmqpMessage.of(utf8("x")),
                        "00 a310616d71703a646174613a62696e617279 a00178"),
                read(
                        "data with a long symbol as descriptor",
                        AmqpMessage.of(utf8("x")),
                        "00 b300000010616d71703a646174613a62696e617279 a00178"),
                read("data with a long size", AmqpMessage.of(utf8("hello")), "005375 b00000000568656c6c6f"),
                both("empty data", AmqpMessage.builder().build(), "005375 a000"),
                both(
                        "two data sections",
                        builder().data(utf8("ab")).data(utf8("cd")).build(),
                        "005375a0026162 005375a0026364"),
                both("value string", AmqpMessage.of("hello"), "005377 a10568656c6c6f"),
                both("value null", AmqpMessage.of(null), "005377 40"),
                both("sequence", builder().sequence(List.of(1, "a")).build(), "005376 c006025401a10161"),
                both(
                        "two sequences",
                        builder().sequence(List.of(1)).sequence(List.of()).build(),
                        "005376 c003015401 005376 45"),
                both(
                        "header, durable only",
                        x("h").header(MessageHeader.DEFAULT.withDurable(true)).build(),
                        "005370 c0020141 005375a00168"),
                both(
                        "header, all fields",
                        x("h").header(new MessageHeader(true, 9, Duration.ofSeconds(5), true, 2))
                                .build(),
                        "005370 c00c05 41 5009 7000001388 41 5202 005375a00168"),
                read("header, empty", x("h").build(), "005370 45 005375a00168"),
                read("header of defaults", x("h").build(), "005370 c00705 42 5004 40 42 43 005375a00168"),
                both(
                        "message id string",
                        x("x").properties(properties().messageId("id-1").build())
                                .build(),
                        "005373 c00701a10469642d31 005375a00178"),
                both(
                        "message id ulong and correlation id uuid",
                        x("x").properties(properties()
                                        .messageId(UnsignedLong.of(1))
                                        .correlationId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))
                                        .build())
                                .build(),
                        "005373 c01806 5301 40404040 9800112233445566778899aabbccddeeff 005375a00178"),
                both(
                        "creation time",
                        x("x").properties(properties()
                                        .creationTime(Instant.ofEpochMilli(1700000000123L))
                                        .build())
                                .build(),
                        "005373 c0130a 404040404040404040 830000018bcfe5687b 005375a00178"),
                both(
                        "all properties",
                        x("x").properties(allProperties()).build(),
                        "005373 c0450d a0020102 a0056775657374 a10174 a10173 a10172 a10163 a30a746578742f706c61696e"
                                + "a304677a6970 830000018bcfe56be8 830000018bcfe56800 a10167 5207 a1027267 005375a00178"),
                read("properties, empty", x("x").build(), "005373 45 005375a00178"),
                both(
                        "application properties",
                        x("x").applicationProperty("k", "v")
                                .applicationProperty("n", 1)
                                .applicationProperty("b", true)
                                .build(),
                        "005374 c11006 a1016b a10176 a1016e 5401 a10162 41 005375a00178"),
                both(
                        "message annotations",
                        x("x").messageAnnotation("x-opt-a", 5L).build(),
                        "005372 c10c02 a307782d6f70742d61 5505 005375a00178"),
                both(
                        "delivery annotations and footer",
                        x("x").deliveryAnnotation("x-opt-d", UnsignedByte.of(1))
                                .footer("x-opt-f", "end")
                                .build(),
                        "005371 c10c02 a307782d6f70742d64 5001 005375a00178 005378 c10f02 a307782d6f70742d66 a103656e64"),
                both(
                        "all sections",
                        x("body")
                                .header(MessageHeader.DEFAULT.withDurable(true))
                                .deliveryAnnotation("x-opt-d", null)
                                .messageAnnotation("x-opt-m", "m")
                                .properties(properties().messageId("1").build())
                                .applicationProperty("k", UnsignedInt.of(0))
                                .footer("x-opt-f", false)
                                .build(),
                        "005370 c0020141 005371 c10b02a307782d6f70742d6440 005372 c10d02a307782d6f70742d6da1016d"
                                + "005373 c00401a10131 005374 c10502a1016b43 005375 a004626f6479"
                                + "005378 c10b02a307782d6f70742d6642"));
    }

    /** Bodies as RbFly for Python writes or reads them. */
    private static List<MessageVector> bodies() {
        String abShort = "a10161 7100000001 a10162 7100000002";
        String ab = "d1 00000014 00000004" + abShort;
        String abList = "d0 00000014 00000004" + abShort;
        return List.of(
                both("data of 130 octets", AmqpMessage.of(utf8("a".repeat(130))), "005375 a082" + "61".repeat(130)),
                both(
                        "data of 256 octets",
                        AmqpMessage.of(utf8("a".repeat(256))),
                        "005375 b000000100" + "61".repeat(256)),
                both("symbol", AmqpMessage.of(Symbol.of("abcde")), "005377 a3056162636465"),
                read("map32", AmqpMessage.of(ValueVector.map("a", 1, "b", 2)), "005377" + ab),
                read("map8", AmqpMessage.of(ValueVector.map("a", 1, "b", 2)), "005377 c11104" + abShort),
                read(
                        "map in a map",
                        AmqpMessage.of(ValueVector.map("a", 1, "b", ValueVector.map("a", 1, "b", 2))),
                        "005377 d1 00000028 00000004 a10161 7100000001 a10162" + ab),
                read(
                        "map of binary",
                        AmqpMessage.of(Map.of(utf8("ab"), utf8("xy"))),
                        "005377 d1 0000000c 00000002 a0026162 a0027879"),
                read(
                        "map with null",
                        AmqpMessage.of(ValueVector.map("a", 1, "b", null)),
                        "005377 d1 00000010 00000004 a10161 7100000001 a10162 40"),
                read("list32", AmqpMessage.of(List.of("a", 1, "b", 2)), "005377" + abList),
                read("list8", AmqpMessage.of(List.of("a", 1, "b", 2)), "005377 c01104" + abShort),
                read(
                        "list in a list",
                        AmqpMessage.of(List.of("a", 1, "b", List.of("a", 1, "b", 2))),
                        "005377 d0 00000028 00000004 a10161 7100000001 a10162" + abList),
                read(
                        "list with binary",
                        AmqpMessage.of(List.of(255, utf8("abc"))),
                        "005377 d0 0000000e 00000002 71000000ff a003616263"),
                read(
                        "list with null",
                        AmqpMessage.of(Arrays.asList("a", null, "b", 2)),
                        "005377 d0 00000010 00000004 a10161 40 a10162 7100000002"),
                read(
                        "list and application properties",
                        AmqpMessage.builder()
                                .applicationProperty("a", 1)
                                .applicationProperty("b", 2)
                                .value(List.of(254, utf8("cba")))
                                .build(),
                        "005374" + ab + "005377 d0 0000000e 00000002 71000000fe a003636261"),
                read(
                        "string and application properties of symbols",
                        AmqpMessage.builder()
                                .applicationProperty("b", Symbol.of("a"))
                                .applicationProperty("d", Symbol.of("c"))
                                .value("ab")
                                .build(),
                        "005374 d1 00000010 00000004 a10162 a30161 a10164 a30163 005377 a1026162"),
                both(
                        "annotations",
                        AmqpMessage.builder()
                                .messageAnnotation("a", "b")
                                .messageAnnotation("c", "d")
                                .value("ab")
                                .build(),
                        "005372 c10d04 a30161 a10162 a30163 a10164 005377 a1026162"),
                both(
                        "header with priority and ttl",
                        AmqpMessage.builder()
                                .header(new MessageHeader(true, 6, Duration.ofMillis(132000), false, 0))
                                .value(true)
                                .build(),
                        "005370 c00903 41 5006 70000203a0 005377 41"),
                read(
                        "delivery annotations",
                        AmqpMessage.builder()
                                .deliveryAnnotation("a", "b")
                                .value(true)
                                .build(),
                        "005371 d1 0000000a 00000002 a30161 a10162 005377 41"),
                both(
                        "properties of a group",
                        AmqpMessage.builder()
                                .properties(properties()
                                        .messageId(UnsignedLong.of(31))
                                        .groupId("p-group-id")
                                        .groupSequence(UnsignedInt.of(0))
                                        .build())
                                .value(true)
                                .build(),
                        "005373 c0190c 531f 404040404040404040 a10a702d67726f75702d6964 43 005377 41"),
                read(
                        "footer",
                        AmqpMessage.builder().value(true).footer("a", "b").build(),
                        "005377 41 005378 d1 0000000a 00000002 a30161 a10162"));
    }

    /** Messages as other clients and the broker wrote them. */
    private static List<MessageVector> fromBrokersAndClients() {
        MessageProperties fullProperties = properties()
                .messageId("mid")
                .userId(utf8("guest"))
                .replyTo("reply")
                .correlationId("corr")
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .creationTime(Instant.ofEpochMilli(1700000000000L))
                .build();
        AmqpMessage typical = AmqpMessage.builder()
                .messageAnnotation("x-opt-a", 5L)
                .properties(properties()
                        .messageId(UnsignedLong.of(1))
                        .contentType("text/plain")
                        .creationTime(Instant.ofEpochMilli(1700000000000L))
                        .build())
                .applicationProperty("k", "v")
                .applicationProperty("n", 7)
                .data(utf8("hello"))
                .build();
        return List.of(
                read(
                        "typical, of RabbitMQ's Java client",
                        typical,
                        "005372c10c02a307782d6f70742d615505"
                                + "005373d0000000220000000a53014040404040a30a746578742f706c61696e4040830000018bcfe56800"
                                + "005374c10c04a1016ba10176a1016e5407 005375a00568656c6c6f"),
                both(
                        "typical, shortest",
                        typical,
                        "005372c10c02a307782d6f70742d615505"
                                + "005373c01f0a53014040404040a30a746578742f706c61696e4040830000018bcfe56800"
                                + "005374c10c04a1016ba10176a1016e5407 005375a00568656c6c6f"),
                both(
                        "AMQP 0.9.1 publish, of RabbitMQ 3.10",
                        AmqpMessage.builder()
                                .messageAnnotation("x-routing-key", "f091")
                                .messageAnnotation("x-exchange", "")
                                .data(utf8("plain"))
                                .build(),
                        "005372c12404a30d782d726f7574696e672d6b6579a10466303931a30a782d65786368616e6765a100"
                                + "005375a005706c61696e"),
                read(
                        "AMQP 0.9.1 publish, of RabbitMQ 4.0",
                        AmqpMessage.builder()
                                .header(MessageHeader.DEFAULT.withFirstAcquirer(true))
                                .messageAnnotation("x-exchange", "")
                                .messageAnnotation("x-routing-key", "f091")
                                .data(utf8("plain"))
                                .build(),
                        "005370c006054240404143"
                                + "005372c12404a30a782d65786368616e6765a100a30d782d726f7574696e672d6b6579a10466303931"
                                + "005375a005706c61696e"),
                read(
                        "AMQP 0.9.1 publish with everything, of RabbitMQ 3.10",
                        AmqpMessage.builder()
                                .messageAnnotation("x-routing-key", "f091")
                                .messageAnnotation("x-exchange", "")
                                .messageAnnotation("x-basic-priority", UnsignedByte.of(5))
                                .messageAnnotation("x-basic-delivery-mode", UnsignedByte.of(2))
                                .messageAnnotation("x-basic-expiration", "60000")
                                .properties(fullProperties)
                                .applicationProperty("x-basic-type", "typ")
                                .applicationProperty("x-basic-app-id", "app")
                                .applicationProperty("x-y", true)
                                .applicationProperty("bin", new byte[] {1})
                                .applicationProperty("h1", "v1")
                                .applicationProperty("n", 7)
                                .applicationProperty("long", 5L)
                                .data(utf8("body!"))
                                .build(),
                        FULL_310),
                read(
                        "AMQP 0.9.1 publish with everything, of RabbitMQ 4.0",
                        AmqpMessage.builder()
                                .header(new MessageHeader(true, 5, Duration.ofMinutes(1), true, 0))
                                .messageAnnotation("x-basic-type", "typ")
                                .messageAnnotation("x-y", true)
                                .messageAnnotation("x-exchange", "")
                                .messageAnnotation("x-routing-key", "f091")
                                .properties(fullProperties.toBuilder()
                                        .groupId("app")
                                        .build())
                                .applicationProperty("bin", new byte[] {1})
                                .applicationProperty("h1", "v1")
                                .applicationProperty("n", 7)
                                .applicationProperty("long", 5L)
                                .data(utf8("body!"))
                                .build(),
                        FULL_40));
    }

    byte[] octets() {
        return Hex.octets(hex);
    }

    @Override
    public String toString() {
        return name;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AmqpMessageBuilder builder() {
        return AmqpMessage.builder();
    }

    private static AmqpMessageBuilder x(String data) {
        return AmqpMessage.builder().data(utf8(data));
    }

    private static MessagePropertiesBuilder properties() {
        return MessageProperties.builder();
    }

    static MessageProperties allProperties() {
        return properties()
                .messageId(new byte[] {1, 2})
                .userId(utf8("guest"))
                .to("t")
                .subject("s")
                .replyTo("r")
                .correlationId("c")
                .contentType("text/plain")
                .contentEncoding("gzip")
                .absoluteExpiryTime(Instant.ofEpochMilli(1700000001000L))
                .creationTime(Instant.ofEpochMilli(1700000000000L))
                .groupId("g")
                .groupSequence(UnsignedInt.of(7))
                .replyToGroupId("rg")
                .build();
    }

    private static MessageVector both(String name, AmqpMessage message, String hex) {
        return new MessageVector(name, message, hex, true);
    }

    private static MessageVector read(String name, AmqpMessage message, String hex) {
        return new MessageVector(name, message, hex, false);
    }
}
