package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpMap;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedByte;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot be decoded but whose end is known: those around them can be read, and all are written again. */
class OddValueTest {
    private static final String DATA = "005375a00178";

    /** A value, its octets, and what is wrong with it. */
    record Odd(String name, String hex, String octets, String reason) {
        @Override
        public String toString() {
            return name;
        }

        static Odd of(String name, String hex, String octets, String reason) {
            return new Odd(name, Hex.strip(hex), Hex.strip(octets), reason);
        }
    }

    static final List<Odd> ODD = List.of(
            Odd.of("invalid UTF-8", "a102 c328", "c328", "string is not valid UTF-8"),
            Odd.of("lone continuation octet", "a103 618061", "618061", "string is not valid UTF-8"),
            Odd.of("cut UTF-8", "a102 e282", "e282", "string is not valid UTF-8"),
            Odd.of("overlong UTF-8 of two octets", "a102 c080", "c080", "string is not valid UTF-8"),
            Odd.of("overlong UTF-8 of three octets", "a103 e08080", "e08080", "string is not valid UTF-8"),
            Odd.of("overlong UTF-8 of four octets", "a104 f0808080", "f0808080", "string is not valid UTF-8"),
            Odd.of("encoded surrogate", "a103 eda080", "eda080", "string is not valid UTF-8"),
            Odd.of("UTF-8 above U+10FFFF", "a104 f4908080", "f4908080", "string is not valid UTF-8"),
            Odd.of("UTF-8 of five octets", "a105 f888808080", "f888808080", "string is not valid UTF-8"),
            Odd.of("invalid UTF-8, long", "b100000002 c328", "c328", "string is not valid UTF-8"),
            Odd.of("symbol above 0x7f", "a301 ff", "ff", "symbol is not ASCII"),
            Odd.of("symbol in UTF-8", "a306 66c3bc727374", "66c3bc727374", "symbol is not ASCII"),
            Odd.of("symbol above 0x7f, long", "b300000001 80", "80", "symbol is not ASCII"),
            Odd.of("boolean of 2", "5602", "02", "boolean is 0x02, neither 0 nor 1"),
            Odd.of("char, a surrogate", "730000d800", "0000d800", "char is 0xd800, not a Unicode character"),
            Odd.of("char above U+10FFFF", "7300110000", "00110000", "char is 0x110000, not a Unicode character"),
            Odd.of("char above 2^31", "73ffffffff", "ffffffff", "char is 0xffffffff, not a Unicode character"),
            Odd.of("map with odd count", "c104 03 404040", "03404040", "map has a key without a value"),
            Odd.of("map32 with odd count", "d100000005 00000001 40", "0000000140", "map has a key without a value"),
            Odd.of("unassigned 0x46", "46", "", "constructor 0x46 is not assigned"),
            Odd.of("unassigned 0x57", "5700", "00", "constructor 0x57 is not assigned"),
            Odd.of("unassigned 0x62", "620102", "0102", "constructor 0x62 is not assigned"),
            Odd.of("unassigned 0x75", "7501020304", "01020304", "constructor 0x75 is not assigned"),
            Odd.of("unassigned 0x85", "850102030405060708", "0102030405060708", "constructor 0x85 is not assigned"),
            Odd.of("unassigned 0x99", "99" + "01".repeat(16), "01".repeat(16), "constructor 0x99 is not assigned"),
            Odd.of("unassigned 0xa2", "a20161", "61", "constructor 0xa2 is not assigned"),
            Odd.of("unassigned 0xb2", "b20000000161", "61", "constructor 0xb2 is not assigned"),
            Odd.of("unassigned 0xc2", "c20100", "00", "constructor 0xc2 is not assigned"),
            Odd.of("unassigned 0xc2, empty", "c200", "", "constructor 0xc2 is not assigned"),
            Odd.of("unassigned 0xd2", "d2000000020001", "0001", "constructor 0xd2 is not assigned"),
            Odd.of("unassigned 0xe1", "e102 0046", "0046", "constructor 0xe1 is not assigned"),
            Odd.of("unassigned 0xf1", "f10000000100", "00", "constructor 0xf1 is not assigned"),
            Odd.of("extension 0x4f", "4f00", "", "constructor 0x4f is not assigned"),
            Odd.of("extension 0x5f", "5f0001", "01", "constructor 0x5f is not assigned"),
            Odd.of("extension 0xaf", "af00020102", "0102", "constructor 0xaf is not assigned"),
            Odd.of("extension 0xff", "ff000000000101", "01", "constructor 0xff is not assigned"),
            Odd.of("null as descriptor", "00 40 5401", "405401", "descriptor is neither symbol nor ulong"),
            Odd.of("int as descriptor", "00 5401 5401", "54015401", "descriptor is neither symbol nor ulong"),
            Odd.of("odd symbol as descriptor", "00 a301ff 40", "a301ff40", "descriptor is neither symbol nor ulong"),
            Odd.of("described descriptor", "00 00 5301 5302 40", "005301530240", "descriptor is neither symbol nor"),
            Odd.of("array of an unassigned code", "e003 01 46 00", "014600", "array is of elements that cannot be"),
            Odd.of("array of an unassigned code, empty", "e002 00 46", "0046", "array is of elements that cannot be"),
            Odd.of(
                    "array of 2^32-1 nulls",
                    "f0 00000005 ffffffff 40",
                    "ffffffff40",
                    "array is of elements that cannot"),
            Odd.of("array of 256 nulls", "f0 00000005 00000100 40", "0000010040", "array is of elements that cannot"),
            Odd.of("array described by null", "e005 01 00 40 50 01", "0100405001", "array is of elements that cannot"));

    @ParameterizedTest
    @FieldSource("ODD")
    void isItselfAsABody(Odd odd) {
        AmqpMessage message = Hex.decoded("005377", odd.hex());

        assertOdd(message.body(), odd);
        assertThat(message.bodyType()).isEqualTo(BodyType.VALUE);
        assertThat(message.toString()).contains(odd.reason());
        assertThat(Hex.encoded(AmqpMessage.of(message.body()))).isEqualTo("005377" + odd.hex());
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void leavesItsNeighboursInAListReadable(Odd odd) {
        String hex = "c0" + octet(1 + 6 + length(odd.hex())) + "03 a10161" + odd.hex() + "a10162";
        AmqpMessage message = Hex.decoded("005377", hex);
        List<?> list = (List<?>) message.decodeAll().body();

        assertThat(list.get(0)).isEqualTo("a");
        assertOdd(list.get(1), odd);
        assertThat(list.get(2)).isEqualTo("b");
        assertWrittenAgain(message);
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void leavesItsNeighboursInASequenceReadable(Odd odd) {
        AmqpMessage message =
                Hex.decoded("005376 c0" + octet(1 + 6 + length(odd.hex())) + "03 a10161" + odd.hex() + "a10162");
        List<?> list = (List<?>) message.decodeAll().body();

        assertThat(list.get(0)).isEqualTo("a");
        assertOdd(list.get(1), odd);
        assertThat(list.get(2)).isEqualTo("b");
        assertWrittenAgain(message);
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void leavesItsNeighboursInMapsWithinMapsReadable(Odd odd) {
        String inner = "c1" + octet(1 + 4 + 3 + 2 * length(odd.hex()) + 1) + "06 a10161 40 a10162" + odd.hex()
                + odd.hex() + "41";
        AmqpMessage message =
                Hex.decoded("005377 c1" + octet(1 + 3 + length(inner) + 3 + 1) + "04 a10178" + inner + "a10179 41");
        Map<?, ?> map = (Map<?, ?>) ((Map<?, ?>) message.decodeAll().body()).get("x");

        assertThat(((Map<?, ?>) message.body()).get("y")).isEqualTo(true);
        assertThat(map.get("a")).isNull();
        assertOdd(map.get("b"), odd);
        assertThat(map.get(map.get("b"))).as("the odd value as a key").isEqualTo(true);
        assertThat(map).hasSize(3);
        assertWrittenAgain(message);
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void leavesWhatDescribesItReadable(Odd odd) {
        AmqpMessage message = Hex.decoded("005377 00 a30164", odd.hex());

        assertOdd(((DescribedType) message.body()).value(), odd);
        assertWrittenAgain(message);
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void leavesItsNeighboursInEachMapSectionReadable(Odd odd) {
        for (String section : List.of("005371", "005372", "005374", "005378")) {
            boolean isFooter = section.equals("005378");
            String key = section.equals("005374") ? "a1" : "a3";
            String map = "c1" + octet(1 + 3 * 3 + 1 + length(odd.hex()) + 2) + "06" + key + "0161 41" + key + "0162"
                    + odd.hex() + key + "0163 5403";
            String hex = isFooter ? DATA + section + map : section + map + DATA;
            AmqpMessage message = Hex.decoded(hex);
            Map<?, ?> entries = mapOf(section, Hex.decoded(hex).decodeAll());
            boolean strings = key.equals("a1");

            assertThat(entries).hasSize(3);
            assertThat(entries.get(strings ? "a" : Symbol.of("a"))).isEqualTo(true);
            assertOdd(entries.get(strings ? "b" : Symbol.of("b")), odd);
            assertThat(entries.get(strings ? "c" : Symbol.of("c"))).isEqualTo(3);
            if (strings) {
                assertThat(message.applicationProperty("a")).isEqualTo(true);
                assertOdd(message.applicationProperty("b"), odd);
                assertThat(message.applicationProperty("c")).isEqualTo(3);
                assertThat(message.applicationProperty("d")).isNull();
            }
            assertWrittenAgain(message);
        }
    }

    @ParameterizedTest
    @FieldSource("ODD")
    void isNoMoreThanAKeyThatIsNotShownInEachMapSection(Odd odd) {
        for (String section : List.of("005371", "005372", "005374", "005378")) {
            boolean isFooter = section.equals("005378");
            String key = section.equals("005374") ? "a1" : "a3";
            String map = "c1" + octet(1 + 3 + 1 + length(odd.hex()) + 2 + 3 + 1) + "06" + key + "0161 41" + odd.hex()
                    + "5402" + key + "0163 42";
            String hex = isFooter ? DATA + section + map : section + map + DATA;
            AmqpMessage message = Hex.decoded(hex);
            Map<?, ?> entries = mapOf(section, message);

            assertThat(entries.values()).hasToString("[true, false]");
            assertThat(AmqpMap.allEntries(entries)).hasSize(3).element(1).satisfies(entry -> {
                assertOdd(entry.getKey(), odd);
                assertThat(entry.getValue()).isEqualTo(2);
            });
            assertThat(Hex.decoded(hex).applicationProperty("c")).isEqualTo(section.equals("005374") ? false : null);
            assertWrittenAgain(message);
        }
    }

    private static Map<?, ?> mapOf(String section, AmqpMessage message) {
        return switch (section) {
            case "005371" -> message.deliveryAnnotations();
            case "005372" -> message.messageAnnotations();
            case "005374" -> message.applicationProperties();
            default -> message.footer();
        };
    }

    static List<List<Object>> arrays() {
        return List.of(
                List.of("e006 02 a1 01ff 0162", AmqpType.STRING, "b", "ff"),
                List.of("e00c 02 b1 00000001ff 0000000162", AmqpType.STRING, "b", "ff"),
                List.of("e006 02 a3 01ff 0162", AmqpType.SYMBOL, Symbol.of("b"), "ff"),
                List.of("e004 02 56 02 01", AmqpType.BOOLEAN, true, "02"),
                List.of("e00a 02 73 0000d800 00000062", AmqpType.CHAR, CodePoint.of('b'), "0000d800"),
                List.of("e007 02 c1 020140 0100", AmqpType.MAP, Map.of(), "0140"),
                List.of(
                        "e009 02 e0 020046 03015007",
                        AmqpType.ARRAY,
                        AmqpArray.of(AmqpType.UBYTE, List.of(UnsignedByte.of(7))),
                        "0046"));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void leavesItsNeighboursInAnArrayReadable(List<Object> vector) {
        AmqpMessage message = Hex.decoded("005377", (String) vector.get(0));
        AmqpArray array = (AmqpArray) message.body();

        assertThat(array.elementType()).isEqualTo(vector.get(1));
        assertThat(array.values().get(0))
                .isInstanceOfSatisfying(
                        UndecodedValue.class,
                        value -> assertThat(Hex.hex(value.octets())).isEqualTo(vector.get(3)));
        assertThat(array.values().get(1)).isEqualTo(vector.get(2));
        assertWrittenAgain(message);
        assertWrittenAgain(Hex.decoded(Hex.encoded(AmqpMessage.of(message.body()))));
    }

    @Test
    void isRefusedAsAnElementOfAnotherType() {
        Object odd = Hex.decoded("005377 a101ff").body();

        assertThatExceptionOfType(AmqpEncodeException.class)
                .isThrownBy(() -> Hex.encoded(AmqpArray.of(AmqpType.INT, List.of(odd))))
                .withMessageContaining("body[0]: ")
                .withMessageContaining("string is not valid UTF-8");
    }

    @Test
    void isEqualByTypeAndOctets() {
        Object odd = Hex.decoded("005377 a101ff").body();

        assertThat(odd)
                .isEqualTo(Hex.decoded("005377 b100000001ff").body())
                .hasSameHashCodeAs(Hex.decoded("005377 b100000001ff").body())
                .isNotEqualTo(Hex.decoded("005377 a301ff").body())
                .isNotEqualTo(Hex.decoded("005377 a101fe").body())
                .isNotEqualTo(new byte[] {-1})
                .hasToString("(string is not valid UTF-8: 0xff)");
        assertThat(Hex.decoded("005377 c1020140").body())
                .isEqualTo(Hex.decoded("005377 d1000000050000000140").body())
                .isNotEqualTo(Hex.decoded("005377 c10403404040").body());
    }

    @Test
    void givesAwayNoArrayOfItsOwn() {
        UndecodedValue odd = (UndecodedValue) Hex.decoded("005377 a101ff").body();
        odd.octets()[0] = 0;

        assertThat(odd.octets()).containsExactly(0xff);
    }

    @Test
    void anImplementationOfAnothersIsNotWritten() {
        UndecodedValue other = new UndecodedValue() {
            @Override
            public int constructor() {
                return 0x40;
            }

            @Override
            public byte[] octets() {
                return new byte[0];
            }

            @Override
            public String reason() {
                return "none";
            }
        };

        assertThatExceptionOfType(AmqpEncodeException.class).isThrownBy(() -> Hex.encoded(AmqpMessage.of(other)));
        assertThatExceptionOfType(AmqpEncodeException.class)
                .isThrownBy(() -> Hex.encoded(AmqpArray.of(AmqpType.STRING, List.of(other))));
    }

    /**
     * A string of each other length: names up to 16 octets are read differently from longer ones, and so are values at
     * the end of the array.
     */
    @Test
    void ofAnyLengthIsLeftUndecoded() {
        for (int length = 1; length < 300; length += length < 40 ? 1 : 31) {
            for (int at = 0; at < length; at++) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) 'a');
                text[at] = (byte) 0xff;
                for (int code : new int[] {0xb1, 0xb3}) {
                    String hex = Integer.toHexString(code) + String.format("%08x", length) + Hex.hex(text);
                    assertThat(Hex.decoded("005377", hex).body()).isInstanceOf(UndecodedValue.class);
                    if (length < 20) {
                        String key = code == 0xb1 ? "005374" : "005372";
                        AmqpMessage message = Hex.decoded(key, "c1", octet(1 + length + 5 + 1), "02", hex, "41", DATA);
                        assertThat(message.applicationProperties()).isEmpty();
                        assertThat(message.messageAnnotations()).isEmpty();
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            in a map of few        | c10b 04 a10161 5401 a10161 5402 | a
            as a number in two widths | c10a 04 5401 41 7100000001 42 | 1
            """)
    void aKeyTwiceKeepsTheFirstAndShowsBoth(String name, String hex, String key) {
        AmqpMessage message = Hex.decoded("005377", hex);
        Map<?, ?> map = (Map<?, ?>) message.body();

        assertThat(map).hasSize(1);
        assertThat(map.keySet()).hasToString("[" + key + "]");
        assertThat(map.values().iterator().next()).isIn(1, true);
        assertThat(AmqpMap.allEntries(map)).hasSize(2);
        assertThat(message).isNotEqualTo(Hex.decoded("005377 c106 02 a10161 5401"));
        assertWrittenAgain(message);
    }

    @Test
    void aKeyTwiceByContentKeepsTheFirst() {
        Map<?, ?> octets =
                (Map<?, ?>) Hex.decoded("005377 c10904a0016141a0016142").body();
        Map<?, ?> nulls = (Map<?, ?>) Hex.decoded("005377 c10504 40 41 40 42").body();

        assertThat(octets.get(new byte[] {'a'})).isEqualTo(true);
        assertThat(octets).hasSize(1);
        assertThat(nulls.get(null)).isEqualTo(true);
        assertThat(nulls).hasSize(1);
        assertThat(AmqpMap.allEntries(nulls)).hasSize(2);
        assertThat(Map.copyOf(octets)).hasSize(1);
    }

    @Test
    void anEntryBehindAKeyThatIsThereTwiceIsFoundAmongMany() {
        StringBuilder items = new StringBuilder();
        int count = 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                items.append("71").append(String.format("%08x", i)).append(round == 0 ? "41" : "42");
                count += 2;
            }
        }
        String hex = "d1" + String.format("%08x%08x", 4 + items.length() / 2, count) + items;
        AmqpMessage message = Hex.decoded("005377", hex);
        Map<?, ?> map = (Map<?, ?>) message.body();

        assertThat(map).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(map.get(i)).isEqualTo(true);
        }
        assertThat(map.containsKey(100)).isFalse();
        assertThat(AmqpMap.allEntries(map)).hasSize(200);
        assertWrittenAgain(message);
    }

    /** The hash codes of all these octets are equal: each pair adds 31, 2 * 31 - 31 or 1 * 31 + 0. */
    @Test
    void oddKeysWithTheSameHashCodeDoNotMakeItSlow() {
        List<byte[]> texts = List.of(new byte[0]);
        for (int i = 0; i < 15; i++) {
            List<byte[]> longer = new ArrayList<>();
            for (byte[] text : texts) {
                longer.add(append(text, 2, -31));
                longer.add(append(text, 1, 0));
            }
            texts = longer;
        }
        StringBuilder items = new StringBuilder();
        for (byte[] text : texts) {
            items.append("a1").append(octet(text.length)).append(Hex.hex(text)).append("41");
        }
        String hex = String.format("d1%08x%08x", 4 + items.length() / 2, 2 * texts.size()) + items;
        int expected = texts.size();

        assertThat(CompletableFuture.supplyAsync(() -> {
                    AmqpMessage body = Hex.decoded("005377", hex);
                    AmqpMessage properties = Hex.decoded("005374", hex, DATA);
                    AmqpMessage annotations = Hex.decoded("005372", hex, DATA);
                    Hex.encoded(
                            properties.toBuilder().applicationProperty("a", 1).build());
                    Hex.encoded(
                            annotations.toBuilder().messageAnnotation("a", 1).build());
                    return List.of(body.body(), properties.applicationProperties(), annotations.messageAnnotations());
                }))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(maps -> assertThat(maps)
                        .allSatisfy(map ->
                                assertThat(AmqpMap.allEntries((Map<?, ?>) map)).hasSize(expected)));
    }

    private static byte[] append(byte[] text, int first, int second) {
        byte[] longer = Arrays.copyOf(text, text.length + 2);
        longer[text.length] = (byte) (0x80 + first);
        longer[text.length + 1] = (byte) (0xc0 + second);
        return longer;
    }

    private static void assertOdd(Object value, Odd odd) {
        assertThat(value).isInstanceOfSatisfying(UndecodedValue.class, undecoded -> {
            assertThat(Hex.hex(undecoded.octets())).isEqualTo(odd.octets());
            assertThat(undecoded.constructor())
                    .isEqualTo(Integer.parseInt(odd.hex().substring(0, 2), 16));
            assertThat(undecoded.reason()).startsWith(odd.reason());
        });
    }

    /** Everything is written again, by the message itself octet by octet, and by one that is built from it. */
    private static void assertWrittenAgain(AmqpMessage message) {
        String encoded = Hex.encoded(message.toBuilder().build());

        assertThat(Hex.decoded(encoded)).isEqualTo(message).hasSameHashCodeAs(message);
        assertThat(Hex.encoded(message)).isEqualTo(Hex.hex(toArray(message)));
        assertThat(Hex.encoded(Hex.decoded(encoded).toBuilder().build())).isEqualTo(encoded);
    }

    private static byte[] toArray(AmqpMessage message) {
        byte[] octets = new byte[message.raw().remaining()];
        message.raw().get(octets);
        return octets;
    }

    private static String octet(int value) {
        return String.format("%02x", value);
    }

    private static int length(String hex) {
        return Hex.strip(hex).length() / 2;
    }
}
