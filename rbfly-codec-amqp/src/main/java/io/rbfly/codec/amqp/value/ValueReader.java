package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads AMQP values from an array, from a position up to a limit. The limit is the end of the innermost value that
 * contains others. No declared size or count may exceed it, so time and memory are linear in the input.
 *
 * <p>Not thread safe; after an {@link AmqpDecodeException} the reader must not be used any more.
 */
public final class ValueReader extends OctetReader {
    /**
     * Reads from {@code position} up to {@code limit}.
     *
     * @param origin the start of the message, for the index in exceptions
     */
    public ValueReader(byte[] array, int origin, int position, int limit) {
        super(array, origin, position, limit);
    }

    /** Reads a constructor and its value. */
    @Nullable
    public Object read() {
        return read(octet());
    }

    /** Skips a null, if there is one. */
    public boolean takeNull() {
        boolean isNull = position < limit && array[position] == TypeCode.NULL;
        if (isNull) {
            position++;
        }
        return isNull;
    }

    /**
     * Reads the value after a constructor. The most frequent types are handled separately, because the JIT compiler
     * does not inline a method with a switch over all types, and a reader is kept in registers only if all methods that
     * use it are inlined.
     */
    @Nullable
    public Object read(int code) {
        return switch (code) {
            case TypeCode.STRING8 -> string(octet(), TypeCode.STRING8);
            case TypeCode.TRUE -> Boolean.TRUE;
            case TypeCode.FALSE -> Boolean.FALSE;
            case TypeCode.SMALL_ULONG -> UnsignedLong.of(octet());
            case TypeCode.ULONG -> new UnsignedLong(int64());
            case TypeCode.SMALL_INT -> (int) (byte) octet();
            case TypeCode.INT -> int32();
            case TypeCode.SMALL_LONG -> (long) (byte) octet();
            case TypeCode.LONG -> int64();
            case TypeCode.TIMESTAMP -> Instant.ofEpochMilli(int64());
            default -> readOther(code);
        };
    }

    private @Nullable Object readOther(int code) {
        return switch (code) {
            case TypeCode.DESCRIBED -> described();
            case TypeCode.NULL -> null;
            case TypeCode.BOOLEAN -> bool();
            case TypeCode.UBYTE -> UnsignedByte.of(octet());
            case TypeCode.USHORT -> UnsignedShort.of(Short.toUnsignedInt(int16()));
            case TypeCode.UINT0 -> UnsignedInt.of(0);
            case TypeCode.SMALL_UINT -> UnsignedInt.of(octet());
            case TypeCode.UINT -> UnsignedInt.of(Integer.toUnsignedLong(int32()));
            case TypeCode.ULONG0 -> UnsignedLong.of(0);
            case TypeCode.BYTE -> (byte) octet();
            case TypeCode.SHORT -> int16();
            case TypeCode.FLOAT -> Float.intBitsToFloat(int32());
            case TypeCode.DOUBLE -> Double.longBitsToDouble(int64());
            case TypeCode.DECIMAL32 -> new Decimal32(int32());
            case TypeCode.DECIMAL64 -> new Decimal64(int64());
            case TypeCode.DECIMAL128 -> new Decimal128(int64(), int64());
            case TypeCode.CHAR -> character();
            case TypeCode.UUID -> new UUID(int64(), int64());
            case TypeCode.BINARY8 -> binary(octet());
            case TypeCode.BINARY32 -> binary(int32());
            case TypeCode.STRING32 -> string(int32(), TypeCode.STRING32);
            case TypeCode.SYMBOL8 -> symbol(octet(), TypeCode.SYMBOL8);
            case TypeCode.SYMBOL32 -> symbol(int32(), TypeCode.SYMBOL32);
            case TypeCode.LIST0 -> Collections.emptyList();
            case TypeCode.LIST8, TypeCode.LIST32 -> list(code);
            case TypeCode.MAP8, TypeCode.MAP32 -> map(code);
            case TypeCode.ARRAY8, TypeCode.ARRAY32 -> ArrayReader.read(this, code);
            default -> unassigned(code);
        };
    }

    // ---- values that contain values -------------------------------------------------------------------------------

    private Object described() {
        enter();
        int start = position;
        Object descriptor = descriptorOrNull();
        Object value;
        if (descriptor != null) {
            value = new DescribedType(descriptor, read());
        } else {
            position = start;
            skip();
            skip();
            value = raw(TypeCode.DESCRIBED, start);
        }
        leave();
        return value;
    }

    /** Reads a descriptor: a symbol or an unsigned long, as all other types are reserved. */
    Object descriptor() {
        int start = position;
        Object descriptor = descriptorOrNull();
        if (descriptor == null) {
            throw fail(String.format("descriptor has constructor 0x%02x, not symbol or ulong", array[start]), start);
        }
        return descriptor;
    }

    /** Reads a descriptor. It returns null for any other value; the position is then somewhere in that value. */
    @Nullable
    Object descriptorOrNull() {
        int code = octet();
        return switch (code) {
            case TypeCode.ULONG0, TypeCode.SMALL_ULONG, TypeCode.ULONG, TypeCode.SYMBOL8, TypeCode.SYMBOL32 -> {
                Object descriptor = read(code);
                yield descriptor instanceof RawValue ? null : descriptor;
            }
            default -> null;
        };
    }

    private List<?> list(int code) {
        int outerLimit = limit;
        int count = open(code);
        @Nullable Object[] items = new Object[count];
        for (int i = 0; i < count; i++) {
            items[i] = read();
        }
        close(outerLimit);
        return count == 0 ? Collections.emptyList() : Collections.unmodifiableList(Arrays.asList(items));
    }

    private Object map(int code) {
        int start = position;
        int outerLimit = limit;
        int count = open(code);
        if ((count & 1) != 0) {
            return passOver(code, start, outerLimit);
        }
        @Nullable Object[] entries = new Object[count];
        for (int i = 0; i < count; i++) {
            entries[i] = read();
        }
        close(outerLimit);
        return CompactMap.ofReceived(entries, MapKeys.ANY);
    }

    /** Closes a value at its end, regardless of the position in it. */
    RawValue passOver(int code, int start, int outerLimit) {
        position = limit;
        close(outerLimit);
        return raw(code, start);
    }

    /**
     * Returns a value that cannot be decoded and ends here. It starts after its constructor, like other elements of
     * arrays.
     */
    private RawValue raw(int code, int start) {
        return RawValue.of(code, array, start, position);
    }

    // ---- single values --------------------------------------------------------------------------------------------

    private Object bool() {
        int value = octet();
        return value > 1 ? raw(TypeCode.BOOLEAN, position - 1) : (Object) (value == 1);
    }

    private Object character() {
        int value = int32();
        return CodePoint.isScalar(value) ? CodePoint.of(value) : raw(TypeCode.CHAR, position - Integer.BYTES);
    }

    private byte[] binary(int size) {
        int start = take(size);
        return Arrays.copyOfRange(array, start, position);
    }

    private Object string(int size, int code) {
        int start = take(size);
        return Utf8.isAscii(array, start, position)
                ? Utf8.ascii(array, start, position)
                : stringOfMixed(start, size, code);
    }

    private Object stringOfMixed(int start, int size, int code) {
        return Utf8.malformedAt(array, start, position) < 0
                ? new String(array, start, size, StandardCharsets.UTF_8)
                : raw(code, start - TypeCode.sizeWidth(code));
    }

    private Object symbol(int size, int code) {
        KeyCache.Name name = name(size);
        if (name != null) {
            return name.symbol();
        }
        int start = take(size);
        return Utf8.isAscii(array, start, position)
                ? Symbol.of(Utf8.ascii(array, start, position))
                : raw(code, start - TypeCode.sizeWidth(code));
    }

    /** Reads a name that is or can be cached; otherwise returns null and reads nothing. */
    private KeyCache.@Nullable Name name(int size) {
        KeyCache.Name name = size <= left() ? KeyCache.find(array, position, size) : null;
        if (name != null) {
            position += size;
        }
        return name;
    }

    /** Reads a symbol as a string; returns null and reads nothing for any other value. */
    @Nullable
    public String symbolText() {
        int start = position;
        int code = octet();
        if (code == TypeCode.SYMBOL8 || code == TypeCode.SYMBOL32) {
            Object symbol = symbol(code == TypeCode.SYMBOL8 ? octet() : int32(), code);
            if (symbol instanceof Symbol name) {
                return name.value();
            }
        }
        position = start;
        return null;
    }

    /** Reads a string that is likely to be cached; returns null and reads nothing for any other value. */
    @Nullable
    public String stringKey() {
        int start = position;
        int code = octet();
        if (code == TypeCode.STRING8 || code == TypeCode.STRING32) {
            int size = code == TypeCode.STRING8 ? octet() : int32();
            KeyCache.Name name = name(size);
            if (name != null) {
                return name.text();
            }
            if (string(size, code) instanceof String text) {
                return text;
            }
        }
        position = start;
        return null;
    }

    /** Skips a value without reading it. */
    public void skip() {
        position = ValueSkipper.end(array, origin, position, limit);
    }

    private RawValue unassigned(int code) {
        int start = position;
        position = ValueSkipper.end(array, origin, start - 1, limit);
        return raw(code, start);
    }
}
