package io.rbfly.codec.amqp;

import static io.rbfly.codec.amqp.type.AmqpType.ARRAY;
import static io.rbfly.codec.amqp.type.AmqpType.BOOLEAN;
import static io.rbfly.codec.amqp.type.AmqpType.LIST;
import static io.rbfly.codec.amqp.type.AmqpType.NULL;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value and its octets.
 *
 * @param shortest whether these are the octets that we write, and not only read
 */
record ValueVector(String name, @Nullable Object value, String hex, boolean shortest) {

    /** Values of every type, at the borders of each encoding. */
    static List<ValueVector> all() {
        return List.of(
                both("null", null, "40"),
                both("true", true, "41"),
                both("false", false, "42"),
                read("true of one octet", true, "56 01"),
                read("false of one octet", false, "56 00"),
                both("ubyte 0", UnsignedByte.of(0), "50 00"),
                both("ubyte 255", UnsignedByte.of(255), "50 ff"),
                both("ushort 0", UnsignedShort.of(0), "60 0000"),
                both("ushort 65535", UnsignedShort.of(65535), "60 ffff"),
                both("uint 0", UnsignedInt.of(0), "43"),
                both("uint 1", UnsignedInt.of(1), "52 01"),
                both("uint 255", UnsignedInt.of(255), "52 ff"),
                both("uint 256", UnsignedInt.of(256), "70 00000100"),
                both("uint 4294967295", UnsignedInt.of(4294967295L), "70 ffffffff"),
                read("uint 0 of one octet", UnsignedInt.of(0), "52 00"),
                read("uint 0 of four octets", UnsignedInt.of(0), "70 00000000"),
                both("ulong 0", UnsignedLong.of(0), "44"),
                both("ulong 255", UnsignedLong.of(255), "53 ff"),
                both("ulong 256", UnsignedLong.of(256), "80 0000000000000100"),
                both("ulong 2^64-1", new UnsignedLong(-1), "80 ffffffffffffffff"),
                read("ulong 0 of one octet", UnsignedLong.of(0), "53 00"),
                read("ulong 0 of eight octets", UnsignedLong.of(0), "80 0000000000000000"),
                both("byte -128", (byte) -128, "51 80"),
                both("byte 127", (byte) 127, "51 7f"),
                both("byte -1", (byte) -1, "51 ff"),
                both("short -32768", (short) -32768, "61 8000"),
                both("short 1", (short) 1, "61 0001"),
                both("short -1", (short) -1, "61 ffff"),
                both("int 0", 0, "54 00"),
                both("int -1", -1, "54 ff"),
                both("int -128", -128, "54 80"),
                both("int 127", 127, "54 7f"),
                both("int 128", 128, "71 00000080"),
                both("int -129", -129, "71 ffffff7f"),
                both("int -2^31", Integer.MIN_VALUE, "71 80000000"),
                both("int 2^31-1", Integer.MAX_VALUE, "71 7fffffff"),
                read("int -1 of four octets", -1, "71 ffffffff"),
                both("long 0", 0L, "55 00"),
                both("long -1", -1L, "55 ff"),
                both("long -128", -128L, "55 80"),
                both("long 127", 127L, "55 7f"),
                both("long 128", 128L, "81 0000000000000080"),
                both("long -129", -129L, "81 ffffffffffffff7f"),
                both("long -2^63", Long.MIN_VALUE, "81 8000000000000000"),
                both("long 2^63-1", Long.MAX_VALUE, "81 7fffffffffffffff"),
                read("long -1 of eight octets", -1L, "81 ffffffffffffffff"),
                both("float 1.5", 1.5f, "72 3fc00000"),
                both("float -0.0", -0.0f, "72 80000000"),
                both("float infinity", Float.POSITIVE_INFINITY, "72 7f800000"),
                both("float NaN with a payload", Float.intBitsToFloat(0x7fc00123), "72 7fc00123"),
                both("double 1.5", 1.5, "82 3ff8000000000000"),
                both("double -0.002", -2.0E-3, "82 bf60624dd2f1a9fc"),
                both("double 201.102", 201.102, "82 4069234395810625"),
                both("double NaN with a payload", Double.longBitsToDouble(0x7ff8000000000123L), "82 7ff8000000000123"),
                both("char A", CodePoint.of('A'), "73 00000041"),
                both("char U+1F600", CodePoint.of(0x1f600), "73 0001f600"),
                both("char U+10FFFF", CodePoint.of(0x10ffff), "73 0010ffff"),
                both("timestamp 0", Instant.EPOCH, "83 0000000000000000"),
                both("timestamp -1", Instant.ofEpochMilli(-1), "83 ffffffffffffffff"),
                both("timestamp 1700000000123", Instant.ofEpochMilli(1700000000123L), "83 0000018bcfe5687b"),
                both("timestamp in words", Instant.parse("2022-08-14T16:01:13.567Z"), "83 000001829d167f5f"),
                both("latest timestamp", Instant.ofEpochMilli(Long.MAX_VALUE), "83 7fffffffffffffff"),
                both("earliest timestamp", Instant.ofEpochMilli(Long.MIN_VALUE), "83 8000000000000000"),
                both(
                        "uuid",
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                        "98 00112233445566778899aabbccddeeff"),
                both(
                        "another uuid",
                        UUID.fromString("5c79d81f-0a8f-4305-921a-bd8f8978a11a"),
                        "98 5c79d81f0a8f4305921abd8f8978a11a"),
                both("binary empty", new byte[0], "a0 00"),
                both("binary 00 ff", new byte[] {0, -1}, "a0 02 00ff"),
                both("binary of 255 octets", octets(255, 'a'), "a0 ff" + "61".repeat(255)),
                both("binary of 256 octets", octets(256, 'a'), "b0 00000100" + "61".repeat(256)),
                read("binary of 1 octet, long form", octets(1, 'x'), "b0 00000001 78"),
                both("string empty", "", "a1 00"),
                both("string hi", "hi", "a1 02 6869"),
                both("string of 1 to 4 octets per character", "é€😀", "a1 09 c3a9e282acf09f9880"),
                both("string of 255 octets", "a".repeat(255), "a1 ff" + "61".repeat(255)),
                both("string of 256 octets", "a".repeat(256), "b1 00000100" + "61".repeat(256)),
                both("string of 127 chars, 254 octets", "é".repeat(127), "a1 fe" + "c3a9".repeat(127)),
                both("string of 128 chars, 256 octets", "é".repeat(128), "b1 00000100" + "c3a9".repeat(128)),
                read("string of 1 octet, long form", "x", "b1 00000001 78"),
                both("symbol", Symbol.of("x-opt-a"), "a3 07 782d6f70742d61"),
                both("symbol of 256 octets", Symbol.of("s".repeat(256)), "b3 00000100" + "73".repeat(256)),
                both("decimal32 1", new Decimal32(0x32800001), "74 32800001"),
                both("decimal64 1", new Decimal64(0x31c0000000000001L), "84 31c0000000000001"),
                both("decimal128 1", new Decimal128(0x3040000000000000L, 1), "94 3040000000000000 0000000000000001"),
                both("list empty", List.of(), "45"),
                read("list empty, short form", List.of(), "c0 01 00"),
                read("list empty, long form", List.of(), "d0 00000004 00000000"),
                both("list of int, string, null", Arrays.asList(1, "a", null), "c0 07 03 5401 a10161 40"),
                both("list of lists", List.of(List.of(), List.of(true)), "c0 06 02 45 c0 02 01 41"),
                both("list of 254 nulls", Collections.nCopies(254, null), "c0 ff fe" + "40".repeat(254)),
                both("list of 255 nulls", Collections.nCopies(255, null), "d0 00000103 000000ff" + "40".repeat(255)),
                both("list of 256 nulls", Collections.nCopies(256, null), "d0 00000104 00000100" + "40".repeat(256)),
                both("map empty", Map.of(), "c1 01 00"),
                read("map empty, long form", Map.of(), "d1 00000004 00000000"),
                both("map of string to int", Map.of("a", 1), "c1 06 02 a10161 5401"),
                both(
                        "map of symbols to ulong and null",
                        map(Symbol.of("k"), UnsignedLong.of(0), Symbol.of("z"), null),
                        "c1 09 04 a3016b 44 a3017a 40"),
                both("map of 252 octets", mapOfInts(84), "c1 fd a8" + entriesOfInts(84)),
                both("map of 255 octets", mapOfInts(85), "d1 00000103 000000aa" + entriesOfInts(85)),
                both("map with a binary key", map(octets(2, 'a'), octets(1, 'b')), "c1 08 02 a0026161 a00162"),
                both("array of int", AmqpArray.ofInts(1, 2, 300), "e0 0e 03 71 00000001 00000002 0000012c"),
                read("array of smallint", AmqpArray.ofInts(1, 2, -3), "e0 05 03 54 01 02 fd"),
                both("array of boolean", AmqpArray.of(BOOLEAN, List.of(true, false, true)), "e0 05 03 56 01 00 01"),
                read(
                        "array of short symbols",
                        AmqpArray.ofSymbols(Symbol.of("a"), Symbol.of("bc")),
                        "e0 07 02 a3 0161 026263"),
                both(
                        "array of symbols",
                        AmqpArray.ofSymbols(Symbol.of("a"), Symbol.of("bc")),
                        "e0 0d 02 b3 0000000161 000000026263"),
                read("array of short strings", AmqpArray.ofStrings("x", "yz"), "e0 07 02 a1 0178 02797a"),
                both("array of null, empty", AmqpArray.of(NULL, List.of()), "e0 02 00 40"),
                both("array of null", AmqpArray.of(NULL, Collections.nCopies(3, null)), "e0 02 03 40"),
                both("array of int, empty", AmqpArray.ofInts(), "e0 02 00 71"),
                read("array of true without octets", AmqpArray.of(BOOLEAN, List.of(true, true, true)), "e0 02 03 41"),
                read(
                        "array of uint 0 without octets",
                        AmqpArray.of(AmqpType.UINT, List.of(zero(), zero())),
                        "e0 02 02 43"),
                read(
                        "array of short lists",
                        AmqpArray.of(LIST, List.of(List.of(1), List.of(2))),
                        "e0 0a 02 c0 03015401 03015402"),
                read("array of empty lists", AmqpArray.of(LIST, List.of(List.of(), List.of())), "e0 02 02 45"),
                both(
                        "array of lists",
                        AmqpArray.of(LIST, List.of(List.of(1), List.of())),
                        "e0 14 02 d0 00000006 00000001 5401 00000004 00000000"),
                both(
                        "array of maps",
                        AmqpArray.of(AmqpType.MAP, List.of(Map.of(true, 1), Map.of())),
                        "e0 15 02 d1 00000007 00000002 41 5401 00000004 00000000"),
                both(
                        "array of arrays",
                        AmqpArray.of(ARRAY, List.of(AmqpArray.ofInts(7), AmqpArray.of(BOOLEAN, List.of()))),
                        "e0 18 02 f0 00000009 00000001 71 00000007 00000005 00000000 56"),
                read(
                        "array of short arrays",
                        AmqpArray.of(ARRAY, List.of(AmqpArray.ofInts(7), AmqpArray.of(BOOLEAN, List.of()))),
                        "e0 09 02 e0 03 01 54 07 02 00 41"),
                read(
                        "array of described strings",
                        AmqpArray.ofStrings("p", "q").describedBy(Symbol.of("d")),
                        "e0 0a 02 00 a30164 a1 0170 0171"),
                both(
                        "array of twice described ints",
                        AmqpArray.ofInts(9).describedBy(Symbol.of("e")).describedBy(UnsignedLong.of(3)),
                        "e0 0d 01 00 5303 00 a30165 71 00000009"),
                both(
                        "array of 300 ints",
                        AmqpArray.ofInts(new int[300]),
                        "f0 000004b5 0000012c 71" + "00000000".repeat(300)),
                both(
                        "described by ulong",
                        new DescribedType(UnsignedLong.of(0x1000000000aL), "v"),
                        "00 80 000001000000000a a10176"),
                both("described by symbol", new DescribedType(Symbol.of("x:y"), List.of()), "00 a303783a79 45"),
                both(
                        "described twice",
                        new DescribedType(UnsignedLong.of(1), new DescribedType(UnsignedLong.of(2), true)),
                        "00 5301 00 5302 41"));
    }

    byte[] octets() {
        return Hex.octets(hex);
    }

    @Override
    public String toString() {
        return name;
    }

    private static ValueVector both(String name, @Nullable Object value, String hex) {
        return new ValueVector(name, value, hex, true);
    }

    private static ValueVector read(String name, @Nullable Object value, String hex) {
        return new ValueVector(name, value, hex, false);
    }

    private static byte[] octets(int length, char octet) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) octet);
        return octets;
    }

    private static UnsignedInt zero() {
        return UnsignedInt.of(0);
    }

    static Map<Object, @Nullable Object> map(@Nullable Object... entries) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return map;
    }

    private static Map<Object, @Nullable Object> mapOfInts(int size) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(i - 64, null);
        }
        return map;
    }

    private static String entriesOfInts(int size) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < size; i++) {
            hex.append(String.format("54%02x40", (i - 64) & 0xff));
        }
        return hex.toString();
    }
}
