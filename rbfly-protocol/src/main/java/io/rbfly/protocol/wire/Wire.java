package io.rbfly.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the data types of the protocol, big endian. Every declared length is checked against the remaining
 * bytes before it is used; {@link ProtocolException} is thrown if it does not fit.
 */
public final class Wire {
    /** Maximum length of a string in bytes: the length is a uint16 whose last value represents null. */
    public static final int MAX_STRING_BYTES = 0xfffe;

    private static final int NULL_STRING = 0xffff;

    private Wire() {}

    /** Reads a uint8. */
    public static int readUint8(ByteBuf in) {
        need(in, 1, "uint8");
        return in.readUnsignedByte();
    }

    /** Reads a uint16. */
    public static int readUint16(ByteBuf in) {
        need(in, 2, "uint16");
        return in.readUnsignedShort();
    }

    /** Reads 32 bits; the caller knows whether they are signed. */
    public static int readInt32(ByteBuf in) {
        need(in, 4, "int32");
        return in.readInt();
    }

    /** Reads 64 bits; the caller knows whether they are signed. */
    public static long readInt64(ByteBuf in) {
        need(in, 8, "int64");
        return in.readLong();
    }

    /** Reads a string: uint16 length, UTF-8. Null is not allowed. */
    public static String readString(ByteBuf in) {
        int length = readUint16(in);
        if (length == NULL_STRING) {
            throw new ProtocolException("null string at index " + (in.readerIndex() - 2) + " (expected: a string)");
        }
        need(in, length, "string");
        ByteBuffer bytes = in.nioBuffer(in.readerIndex(), length);
        try {
            String string = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            in.skipBytes(length);
            return string;
        } catch (CharacterCodingException e) {
            throw new ProtocolException("string at index " + in.readerIndex() + " is not UTF-8", e);
        }
    }

    /**
     * Writes a string: uint16 length in bytes, UTF-8.
     *
     * @throws IllegalArgumentException if it is longer than {@link #MAX_STRING_BYTES}, or has an unpaired surrogate:
     *     these would all be replaced by a question mark, and different names would become equal
     */
    public static void writeString(ByteBuf out, String string) {
        Check.utf16(string);
        int length = ByteBufUtil.utf8Bytes(string);
        if (length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException("string of " + length + " bytes (expected: at most 65534)");
        }
        out.writeShort(length);
        out.writeCharSequence(string, StandardCharsets.UTF_8);
    }

    /** Reads a string as {@link #readString} does, or null. */
    public static @Nullable String readNullableString(ByteBuf in) {
        need(in, 2, "uint16");
        if (in.getUnsignedShort(in.readerIndex()) == NULL_STRING) {
            in.skipBytes(2);
            return null;
        }
        return readString(in);
    }

    /** Writes a string as {@link #writeString} does, or null, which brokers accept only as a filter value. */
    public static void writeNullableString(ByteBuf out, @Nullable String string) {
        if (string == null) {
            out.writeShort(NULL_STRING);
        } else {
            writeString(out, string);
        }
    }

    /** Reads bytes: int32 length, bytes. Null, which has the length -1, is read as an empty array. */
    public static byte[] readBytes(ByteBuf in) {
        int length = readInt32(in);
        if (length == -1) {
            return new byte[0];
        }
        need(in, length, "bytes");
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /** Writes bytes: int32 length, bytes. */
    public static void writeBytes(ByteBuf out, byte[] bytes) {
        out.writeInt(bytes.length);
        out.writeBytes(bytes);
    }

    /**
     * Reads an array: int32 count, then the items.
     *
     * @param smallestItem the minimum size of an item in bytes, used to check the count before it is used
     */
    public static <T> List<T> readList(ByteBuf in, int smallestItem, Function<ByteBuf, T> item) {
        int count = readCount(in, smallestItem);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(in));
        }
        return List.copyOf(items);
    }

    /** Writes an array: int32 count, then the items. */
    public static <T> void writeList(ByteBuf out, List<T> items, BiConsumer<ByteBuf, T> item) {
        out.writeInt(items.size());
        items.forEach(each -> item.accept(out, each));
    }

    /** Reads properties: int32 count, then pairs of strings. Preserves their order. */
    public static Map<String, String> readProperties(ByteBuf in) {
        int count = readCount(in, 4);
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(readString(in), readString(in));
        }
        return Collections.unmodifiableMap(properties);
    }

    /**
     * Reads properties as brokers do: int32 count, which is ignored, then pairs of strings up to the end. The last one
     * of equal names counts.
     */
    public static Map<String, String> readPropertiesToEnd(ByteBuf in) {
        readInt32(in);
        Map<String, String> properties = new LinkedHashMap<>();
        while (in.isReadable()) {
            properties.put(readString(in), readString(in));
        }
        return Collections.unmodifiableMap(properties);
    }

    /** Writes properties: int32 count, then pairs of strings. */
    public static void writeProperties(ByteBuf out, Map<String, String> properties) {
        out.writeInt(properties.size());
        properties.forEach((key, value) -> {
            writeString(out, key);
            writeString(out, value);
        });
    }

    /** Reads the int32 count of an array whose items have a minimum size in bytes. */
    public static int readCount(ByteBuf in, int smallestItem) {
        int count = readInt32(in);
        if (count < 0 || (long) count * smallestItem > in.readableBytes()) {
            throw new ProtocolException("count " + Integer.toUnsignedString(count) + " at index "
                    + (in.readerIndex() - 4) + " (expected: at most what " + in.readableBytes() + " bytes can hold)");
        }
        return count;
    }

    private static void need(ByteBuf in, int length, String what) {
        if (length < 0 || length > in.readableBytes()) {
            throw new ProtocolException(what + " of " + Integer.toUnsignedString(length) + " bytes at index "
                    + in.readerIndex() + " (expected: at most the " + in.readableBytes() + " that are left)");
        }
    }
}
