package io.rbfly.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private static void assertRefused(String hex, Function<ByteBuf, ?> reader) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> reader.apply(Hex.buffer(hex)));
    }

    @Test
    void numbersAreBigEndian() {
        ByteBuf in = Hex.buffer("ff | fffe | 80000001 | 0123456789abcdef");
        assertThat(Wire.readUint8(in)).isEqualTo(255);
        assertThat(Wire.readUint16(in)).isEqualTo(65_534);
        assertThat(Wire.readInt32(in)).isEqualTo(0x80000001);
        assertThat(Wire.readInt64(in)).isEqualTo(0x0123456789abcdefL);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void cutNumbersAreRefused() {
        assertRefused("", Wire::readUint8);
        assertRefused("00", Wire::readUint16);
        assertRefused("000000", Wire::readInt32);
        assertRefused("00000000000000", Wire::readInt64);
    }

    @Test
    void refusalSaysWhatWasReadAndWhere() {
        ByteBuf in = Hex.buffer("00 0005 61626364");
        Wire.readUint8(in);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Wire.readString(in))
                .withMessage("string of 5 bytes at index 3 (expected: at most the 4 that are left)");
    }

    @ParameterizedTest
    @CsvSource({
        "'0000', ''",
        "'0005 6162636465', abcde",
        "'0002 c3a9', é",
        "'0003 e282ac', €",
        "'0004 f09f9087', \uD83D\uDC07"
    })
    void stringIsWrittenAndRead(String hex, String string) {
        ByteBuf out = Unpooled.buffer();
        Wire.writeString(out, string);
        Hex.assertBytes(out, hex);
        assertThat(Wire.readString(out)).isEqualTo(string);
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void stringIsReadFromADirectBuffer() {
        ByteBuf in = Unpooled.directBuffer().writeBytes(Hex.bytes("ff 0002 c3a9 00"));
        try {
            Wire.readUint8(in);
            assertThat(Wire.readString(in)).isEqualTo("é");
            assertThat(in.readableBytes()).isEqualTo(1);
        } finally {
            in.release();
        }
    }

    @Test
    void stringOf65534BytesIsTheLongest() {
        String longest = "é".repeat(Wire.MAX_STRING_BYTES / 2);
        ByteBuf out = Unpooled.buffer();
        Wire.writeString(out, longest);
        assertThat(out.getUnsignedShort(0)).isEqualTo(0xfffe);
        assertThat(Wire.readString(out)).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.writeString(out, longest + "e"));
        assertThat(out.isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ffff", "ffff 6162", "0001", "fffe 6162", "0002 c328", "0001 80", "0003 eda080", "0002 c080"})
    void badStringIsRefused(String hex) {
        assertRefused(hex, Wire::readString);
    }

    @Test
    void octetsAreWrittenAndRead() {
        ByteBuf out = Unpooled.buffer();
        Wire.writeBytes(out, new byte[] {1, 2, (byte) 0xff});
        Wire.writeBytes(out, new byte[0]);
        Hex.assertBytes(out, "00000003 0102ff | 00000000");
        assertThat(Wire.readBytes(out)).containsExactly(1, 2, 0xff);
        assertThat(Wire.readBytes(out)).isEmpty();
    }

    @Test
    void nullOctetsAreReadAsNone() {
        ByteBuf in = Hex.buffer("ffffffff 01");
        assertThat(Wire.readBytes(in)).isEmpty();
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "00000001", "fffffffe 00", "80000000 00", "7fffffff 00"})
    void badLengthOfOctetsIsRefused(String hex) {
        assertRefused(hex, Wire::readBytes);
    }

    @Test
    void listIsRead() {
        assertThat(Wire.readList(Hex.buffer("00000002 0001 ffff 0003"), 2, Wire::readUint16))
                .containsExactly(1, 0xffff);
        assertThat(Wire.readList(Hex.buffer("00000000"), 2, Wire::readUint16)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000000",
                "00000003 0001 0002 ff",
                "ffffffff",
                "80000000",
                "7fffffff 0001",
                "40000001 00000000"
            })
    void badCountIsRefused(String hex) {
        assertRefused(hex, in -> Wire.readList(in, 2, Wire::readUint16));
        assertRefused(hex, in -> Wire.readCount(in, 2));
    }

    @Test
    void propertiesKeepTheirOrder() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("z", "1");
        properties.put("", "");
        properties.put("a", "2");
        ByteBuf out = Unpooled.buffer();
        Wire.writeProperties(out, properties);
        Hex.assertBytes(out, "00000003 | 0001 7a 0001 31 | 0000 0000 | 0001 61 0001 32");
        assertThat(Wire.readProperties(out)).containsExactlyEntriesOf(properties);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000001", "00000002", "00000003", "ffffffff", "7fffffff"})
    void countOfPropertiesIsIgnoredWhereBrokersIgnoreIt(String count) {
        assertThat(Wire.readPropertiesToEnd(Hex.buffer(count + "0001 7a 0001 31 | 0001 61 0001 32 | 0001 7a 0001 33")))
                .containsExactly(entry("z", "3"), entry("a", "2"));
        assertThat(Wire.readPropertiesToEnd(Hex.buffer(count))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "000000", "00000001 00", "00000000 0000", "00000001 0001 61 ffff", "00000001 0000 0000 00"})
    void cutPropertiesAreRefusedWhereTheirCountIsIgnored(String hex) {
        assertRefused(hex, Wire::readPropertiesToEnd);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00000001", "00000001 0000", "00000001 0001 61 ffff", "00000002 0000 0000", "ffffffff 0000 0000"
            })
    void badPropertiesAreRefused(String hex) {
        assertRefused(hex, Wire::readProperties);
    }
}
