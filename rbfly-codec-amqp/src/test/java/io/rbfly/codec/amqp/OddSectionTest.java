package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.type.AmqpMap;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections in which one field or key is invalid: all others can be read. */
class OddSectionTest {
    private static final String DATA = "005375a00178";

    /** Fields in their order, each of the right type. */
    private static final List<String> PROPERTIES = List.of(
            "a1016d",
            "a00175",
            "a10174",
            "a10173",
            "a10172",
            "5307",
            "a30163",
            "a30165",
            "830000000000000001",
            "830000000000000002",
            "a10167",
            "5209",
            "a1017a");

    private static final List<Function<MessageProperties, Object>> GETTERS = List.of(
            MessageProperties::messageId,
            MessageProperties::userId,
            MessageProperties::to,
            MessageProperties::subject,
            MessageProperties::replyTo,
            MessageProperties::correlationId,
            MessageProperties::contentType,
            MessageProperties::contentEncoding,
            MessageProperties::absoluteExpiryTime,
            MessageProperties::creationTime,
            MessageProperties::groupId,
            MessageProperties::groupSequence,
            MessageProperties::replyToGroupId);

    private static final List<Object> VALUES = List.of(
            "m",
            new byte[] {'u'},
            "t",
            "s",
            "r",
            UnsignedLong.of(7),
            "c",
            "e",
            Instant.ofEpochMilli(1),
            Instant.ofEpochMilli(2),
            "g",
            UnsignedInt.of(9),
            "z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a102c328", // not UTF-8
                "a30680808080ffff", // not ASCII
                "5602", // neither true nor false
                "730000d800", // a surrogate
                "46", // not assigned
                "5401", // of no field's type
                "c0020141", // a list
                "c1020140", // a map that cannot be read
                "00a30164a10161", // described
                "e003015001" // an array
            })
    void anOddFieldOfPropertiesFailsByItselfAndIsThereAsItCame(String hex) {
        for (int field = 0; field < PROPERTIES.size(); field++) {
            AmqpMessage message = properties(field, hex);
            MessageProperties properties = message.decodeAll().properties();
            String name = MessageProperties.name(field);

            for (int other = 0; other < PROPERTIES.size(); other++) {
                Function<MessageProperties, Object> getter = GETTERS.get(other);
                if (other == field) {
                    assertThatExceptionOfType(AmqpDecodeException.class)
                            .isThrownBy(() -> getter.apply(properties))
                            .withMessageStartingWith(name)
                            .satisfies(e -> assertThat(e.index()).isEqualTo(indexOf(message, name)));
                } else {
                    assertThat(getter.apply(properties)).isEqualTo(VALUES.get(other));
                }
            }
            assertThat(properties.undecoded()).containsOnlyKeys(name);
            Object value = Hex.decoded("005377", hex).body();
            assertThat(AmqpMessage.of(properties.undecoded().get(name))).isEqualTo(AmqpMessage.of(value));
            assertThat(properties.toString()).contains(name + "=");
            assertThat(message.applicationProperty("k")).isEqualTo(true);
            assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(Hex.hex(octets(message)));
        }
    }

    /** Each index is counted from the first octet of the message; all fields before have the lengths above. */
    private static int indexOf(AmqpMessage message, String name) {
        int index = 3 + (octets(message)[3] == (byte) 0xc0 ? 3 : 9);
        for (int field = 0; !MessageProperties.name(field).equals(name); field++) {
            index += PROPERTIES.get(field).length() / 2;
        }
        return index;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            message id of type int           | 0  | 5401
            message id of type symbol        | 0  | a30161
            user id of type string           | 1  | a10161
            to of type symbol                | 2  | a30161
            subject of type binary           | 3  | a00161
            reply-to of type symbol          | 4  | a30161
            correlation id of a list         | 5  | 45
            content type of type string      | 6  | a10161
            content encoding of type binary  | 7  | a00161
            expiry time of type ulong        | 8  | 5301
            creation time of type long       | 9  | 5501
            group id of type symbol          | 10 | a30161
            group sequence of type int       | 11 | 5401
            reply-to group id of type binary | 12 | a00161
            """)
    void aFieldOfAnotherTypeFailsByItselfAndIsThereDecoded(String name, int field, String hex) {
        AmqpMessage message = properties(field, hex);
        MessageProperties properties = message.properties();

        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(() -> GETTERS.get(field).apply(properties))
                .withMessageContaining(MessageProperties.name(field) + " is of a wrong type");
        for (int other = 0; other < PROPERTIES.size(); other++) {
            if (other != field) {
                assertThat(GETTERS.get(other).apply(properties)).isEqualTo(VALUES.get(other));
            }
        }
        assertThat(AmqpMessage.of(properties.undecoded().get(MessageProperties.name(field))))
                .isEqualTo(AmqpMessage.of(Hex.decoded("005377", hex).body()));
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(Hex.hex(octets(message)));
    }

    @Test
    void aContentTypeThatIsNotAsciiComesAsOctetsBesideTheOthers() {
        byte[] type = "text/plain; name=fürst".getBytes(StandardCharsets.UTF_8);
        String symbol = "a3" + String.format("%02x", type.length) + Hex.hex(type);
        MessageProperties properties = properties(6, symbol).properties();

        assertThat(properties.messageId()).isEqualTo("m");
        assertThat(properties.contentEncoding()).isEqualTo("e");
        assertThat(properties.undecoded().get("content-type")).isInstanceOfSatisfying(UndecodedValue.class, value -> {
            assertThat(value.octets()).isEqualTo(type);
            assertThat(value.constructor()).isEqualTo(0xa3);
        });
        assertThatExceptionOfType(AmqpDecodeException.class)
                .isThrownBy(properties::contentType)
                .withMessageStartingWith("content-type: symbol is not ASCII at index ");
    }

    @Test
    void propertiesThatAreSetReplaceOddOnes() {
        MessageProperties properties = properties(6, "a301ff").properties().toBuilder()
                .contentType("t")
                .build();

        assertThat(properties.contentType()).isEqualTo("t");
        assertThat(properties.undecoded()).isEmpty();
        assertThat(properties(6, "a301ff").properties().toBuilder()
                        .contentType(null)
                        .build()
                        .contentType())
                .isNull();
    }

    @Test
    void oddPropertiesAreEqualByWhatTheyHave() {
        assertThat(properties(6, "a301ff"))
                .isEqualTo(properties(6, "a301ff"))
                .hasSameHashCodeAs(properties(6, "a301ff"))
                .isNotEqualTo(properties(6, "a301fe"))
                .isNotEqualTo(properties(7, "a301ff"))
                .isNotEqualTo(properties(6, "40"));
        assertThat(properties(0, "5401")).isEqualTo(properties(0, "7100000001"));
    }

    @Test
    void moreFieldsThanAreKnownAreKept() {
        AmqpMessage properties = Hex.decoded("005373c0130f", "40".repeat(12), "a1017a", "40", "5401", DATA);
        AmqpMessage header = Hex.decoded("005370c00a07", "41", "5009", "40404040", "5401", DATA);
        AmqpMessage nulls = Hex.decoded("005373c00f0e", "40".repeat(14), DATA);

        assertThat(properties.properties().replyToGroupId()).isEqualTo("z");
        assertThat(properties.properties().undecoded()).isEqualTo(Map.of("field 15", 1));
        assertThat(header.header().durable()).isTrue();
        assertThat(header.header().priority()).isEqualTo(9);
        assertThat(header.header().deliveryCount()).isZero();
        assertThat(header.header().undecoded()).isEqualTo(Map.of("field 7", 1));
        assertThat(nulls.properties()).isEqualTo(MessageProperties.EMPTY);
        for (AmqpMessage message : List.of(properties, header)) {
            assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(Hex.hex(octets(message)));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "durable, 5401",
        "durable, 5602",
        "durable, a10161",
        "priority, 5203",
        "priority, 46",
        "priority, 5107",
        "ttl, 5501",
        "ttl, 830000000000000001",
        "ttl, a101ff",
        "first-acquirer, 5301",
        "first-acquirer, c1020140",
        "delivery-count, 5301",
        "delivery-count, 00405401"
    })
    void anOddFieldOfTheHeaderFailsByItselfAndIsThereAsItCame(String name, String hex) {
        List<String> names = List.of("durable", "priority", "ttl", "first-acquirer", "delivery-count");
        List<String> fields = List.of("41", "5007", "7000000403", "41", "5205");
        List<Function<MessageHeader, Object>> getters = List.of(
                MessageHeader::durable,
                MessageHeader::priority,
                MessageHeader::ttl,
                MessageHeader::firstAcquirer,
                MessageHeader::deliveryCount);
        List<Object> values = List.of(true, 7, Duration.ofMillis(1027), true, 5L);
        int odd = names.indexOf(name);
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            items.append(i == odd ? hex : fields.get(i));
        }
        AmqpMessage message =
                Hex.decoded("005370c0", String.format("%02x05", 1 + items.length() / 2), items.toString(), DATA);
        MessageHeader header = message.decodeAll().header();

        for (int i = 0; i < fields.size(); i++) {
            Function<MessageHeader, Object> getter = getters.get(i);
            if (i == odd) {
                assertThatExceptionOfType(AmqpDecodeException.class)
                        .isThrownBy(() -> getter.apply(header))
                        .withMessageStartingWith(name);
            } else {
                assertThat(getter.apply(header)).isEqualTo(values.get(i));
            }
        }
        assertThat(header.undecoded()).containsOnlyKeys(name);
        assertThat(AmqpMessage.of(header.undecoded().get(name)))
                .isEqualTo(AmqpMessage.of(Hex.decoded("005377", hex).body()));
        assertThat(header.toString()).contains(name + "=");
        assertThat(header).isNotEqualTo(MessageHeader.DEFAULT).isNotEqualTo(new MessageHeader(true, 7, null, true, 5));
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(Hex.hex(octets(message)));
        assertThat(header.withDurable(true)
                        .withPriority(7)
                        .withTtl(Duration.ofMillis(1027))
                        .withFirstAcquirer(true)
                        .withDeliveryCount(5))
                .isEqualTo(new MessageHeader(true, 7, Duration.ofMillis(1027), true, 5))
                .hasToString(
                        "MessageHeader[durable=true, priority=7, ttl=PT1.027S, firstAcquirer=true, deliveryCount=5]");
    }

    @Test
    void aPropertyThatIsThereTwiceIsTheFirstAndBothAreKept() {
        String hex = Hex.strip("005374c11106 a10161 5401 a10162 a10179 a10161 5402" + DATA);
        AmqpMessage message = Hex.decoded(hex);

        assertThat(message.applicationProperty("a")).isEqualTo(1);
        assertThat(message.applicationProperties()).isEqualTo(Map.of("a", 1, "b", "y"));
        assertThat(message.applicationProperty("a")).isEqualTo(1);
        assertThat(AmqpMap.allEntries(message.applicationProperties())).hasToString("[a=1, b=y, a=2]");
        assertThat(message.toString()).contains("{\"a\"=1, \"b\"=\"y\", \"a\"=2}");
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(hex);
        assertThat(Hex.encoded(message.toBuilder().build().toBuilder().build())).isEqualTo(hex);
        assertThat(message).isNotEqualTo(Hex.decoded("005374c10c04 a10161 5401 a10162 a10179", DATA));
        assertThat(AmqpMap.allEntries(message.toBuilder()
                        .applicationProperty("a", 3)
                        .applicationProperty("c", 4)
                        .build()
                        .applicationProperties()))
                .as("one that is set replaces both")
                .hasToString("[a=3, b=y, c=4]");
    }

    @Test
    void anAnnotationThatIsThereTwiceIsTheFirstAndBothAreKept() {
        String map = Hex.strip("c10b04 a30161 5401 a30161 5402");
        for (String hex : List.of("005371" + map + DATA, "005372" + map + DATA, DATA + "005378" + map)) {
            AmqpMessage message = Hex.decoded(hex);
            Map<?, ?> entries = hex.startsWith("005371")
                    ? message.deliveryAnnotations()
                    : hex.startsWith("005372") ? message.messageAnnotations() : message.footer();

            assertThat(entries).hasToString("{a=1}");
            assertThat(AmqpMap.allEntries(entries)).hasToString("[a=1, a=2]");
            assertThat(message.messageAnnotation("a")).isEqualTo(hex.startsWith("005372") ? 1 : null);
            assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(hex);
        }
        assertThat(Hex.decoded("005372" + map + DATA).toBuilder()
                        .messageAnnotation("a", 7)
                        .build()
                        .messageAnnotations())
                .satisfies(entries -> assertThat(AmqpMap.allEntries(entries)).hasToString("[a=7]"));
    }

    @Test
    void aHundredThousandPropertiesOfTheSameNameAreReadAndReplaced() {
        int count = 100_000;
        String items = Hex.strip("a10161 41").repeat(count);
        String hex = "005374d1" + String.format("%08x%08x", 4 + items.length() / 2, 2 * count) + items + DATA;
        AmqpMessage message = Hex.decoded(hex);

        assertThat(message.applicationProperties()).isEqualTo(Map.of("a", true));
        assertThat(AmqpMap.allEntries(message.applicationProperties())).hasSize(count);
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(hex);
        assertThat(Hex.encoded(message.toBuilder().applicationProperty("a", 1).build()))
                .isEqualTo(Hex.strip("005374c106 02 a10161 5401" + DATA));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            string in annotations | 005372 | a10171 | a30161
            int in annotations    | 005372 | 5405   | a30161
            null in annotations   | 005372 | 40     | a30161
            list in annotations   | 005371 | 45     | a30161
            symbol in properties  | 005374 | a30171 | a10161
            int in properties     | 005374 | 5405   | a10161
            null in properties    | 005374 | 40     | a10161
            binary in properties  | 005374 | a00171 | a10161
            """)
    void aKeyOfAnotherTypeIsOnlyAmongAllEntries(String name, String section, String odd, String key) {
        String items = odd + "5401" + key + "5402" + odd + "5403";
        String hex = section + "c1" + String.format("%02x06", 1 + items.length() / 2) + items + DATA;
        AmqpMessage message = Hex.decoded(hex);
        Map<?, ?> entries =
                switch (section) {
                    case "005371" -> message.deliveryAnnotations();
                    case "005372" -> message.messageAnnotations();
                    default -> message.applicationProperties();
                };

        assertThat(entries).hasToString("{a=2}");
        assertThat(AmqpMap.allEntries(entries))
                .extracting(entry -> (Object) entry.getValue())
                .isEqualTo(List.of(1, 2, 3));
        assertThat(message.applicationProperty("a")).isEqualTo(section.equals("005374") ? 2 : null);
        assertThat(message.applicationProperty("q")).isNull();
        assertThat(message.messageAnnotation("q")).isNull();
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(hex);
        assertThat(Hex.encoded(Hex.decoded(hex).toBuilder()
                        .messageAnnotation("new", true)
                        .applicationProperty("new", true)
                        .build()))
                .contains(odd + "5401" + key + "5402" + odd + "5403");
    }

    @Test
    void aPropertyOfATypeThatIsNotSimpleIsWrittenAgainButNotSet() {
        String hex = Hex.strip("005374c10b04 a1016b c10100 a1016c 45" + DATA);
        AmqpMessage message = Hex.decoded(hex);

        assertThat(message.applicationProperties()).isEqualTo(Map.of("k", Map.of(), "l", List.of()));
        assertThat(Hex.encoded(message.toBuilder().build())).isEqualTo(hex);
        assertThat(Hex.encoded(message.toBuilder().build().toBuilder()
                        .applicationProperty("k", 1)
                        .build()))
                .isEqualTo(Hex.strip("005374c10a04 a1016b 5401 a1016c 45" + DATA));
        for (AmqpMessageBuilder builder : List.of(AmqpMessage.builder(), message.toBuilder())) {
            assertThatExceptionOfType(AmqpEncodeException.class)
                    .isThrownBy(() -> Hex.encoded(
                            builder.applicationProperty("k", Map.of("a", 1)).build()))
                    .withMessageStartingWith("application-properties[\"k\"]: ")
                    .withMessageEndingWith("(expected: a value of a simple type)");
        }
    }

    @Test
    void anOddValueOfAnotherMessageCanBeSetAnywhere() {
        Object text = Hex.decoded("005377 a101ff").body();
        AmqpMessage message = AmqpMessage.builder()
                .messageAnnotation("a", text)
                .applicationProperty("b", text)
                .footer("c", Map.of(text, text))
                .value(List.of(text))
                .build();

        assertThat(Hex.decoded(Hex.encoded(message)).decodeAll()).isEqualTo(message);
        assertThat(message.messageAnnotations()).containsKey(Symbol.of("a"));
    }

    private static AmqpMessage properties(int odd, String hex) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < PROPERTIES.size(); i++) {
            items.append(i == odd ? hex : PROPERTIES.get(i));
        }
        return Hex.decoded(
                "005373c0",
                String.format("%02x0d", 1 + items.length() / 2),
                items.toString(),
                "005374c10502a1016b41",
                DATA);
    }

    private static byte[] octets(AmqpMessage message) {
        byte[] octets = new byte[message.raw().remaining()];
        message.raw().get(octets);
        return octets;
    }
}
