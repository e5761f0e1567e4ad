package io.rbfly.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Bytes as hex text. Spaces, line breaks and | are ignored, and so is text from a # to the end of the line. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    public static byte[] bytes(String hex) {
        return FORMAT.parseHex(hex.replaceAll("#.*", "").replaceAll("[\\s|]", ""));
    }

    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    /** A buffer in the middle of a larger array, so that wrong indexes and reading too far are noticed. */
    public static ByteBuf slice(byte[] bytes) {
        byte[] array = new byte[bytes.length + 16];
        Arrays.fill(array, (byte) 0x55);
        System.arraycopy(bytes, 0, array, 8, bytes.length);
        return Unpooled.wrappedBuffer(array, 8, bytes.length);
    }

    /**
     * The same text with other bytes in the only line that has the word after its #, optionally followed by a colon.
     */
    public static String withLine(String hex, String word, String otherHex) {
        Predicate<String> hasWord = line -> {
            String words = line.substring(line.indexOf('#') + 1);
            return words.split(":")[0].strip().equals(word);
        };
        assertThat(hex.lines().filter(hasWord)).as("lines of '%s'", word).hasSize(1);
        return hex.lines().map(line -> hasWord.test(line) ? otherHex : line).collect(Collectors.joining("\n"));
    }

    /** The hex of a string on the wire: length, UTF-8. */
    public static String string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return String.format("%04x ", utf8.length) + FORMAT.formatHex(utf8);
    }

    /** Compares the readable bytes of a buffer; a failure shows both in lines of 16. */
    public static void assertBytes(ByteBuf actual, String expected) {
        assertBytes(ByteBufUtil.getBytes(actual), bytes(expected));
    }

    /** Compares bytes; a failure shows both in lines of 16. */
    public static void assertBytes(byte[] actual, byte[] expected) {
        assertThat(dump(actual))
                .as("bytes in hex, different from index %d on", Arrays.mismatch(actual, expected))
                .isEqualTo(dump(expected));
    }

    /** Lines of an index and 16 bytes. */
    public static String dump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            dump.append(i % 16 == 0 ? String.format("%n%06d ", i) : i % 4 == 0 ? "  " : " ");
            dump.append(FORMAT.toHexDigits(bytes[i]));
        }
        return dump.toString();
    }
}
