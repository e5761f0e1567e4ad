package io.rbfly.codec.amqp;

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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
final class ValueReader {
    /** The maximum nesting depth: lists, maps, arrays and described values all count. */
    static final int MAX_DEPTH = 64;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final byte[] array;
    private final int origin;
    private int position;
    private int limit;
    private int depth;

    /**
     * Reads from {@code position} up to {@code limit}.
     *
     * @param origin the start of the message, for the index in exceptions
     */
    ValueReader(byte[] array, int origin, int position, int limit) {
        this.array = array;
        this.origin = origin;
        this.position = position;
        this.limit = limit;
    }

    /** Reads a constructor and its value. */
    @Nullable
    Object read() {
        return read(octet());
    }

    /** Skips a null, if there is one. */
    boolean takeNull() {
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
    Object read(int code) {
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

    /**
     * Reads size and count of a list or map, and makes its end the limit. The count is at most the number of remaining
     * octets, so an array of that length may be allocated.
     */
    int open(int code) {
        int count = openSized(code >= TypeCode.LIST32);
        if (count < 0 || count > limit - position) {
            throw fail(
                    "count of " + Integer.toUnsignedLong(count) + " items, but " + left() + " octets are left",
                    position);
        }
        return count;
    }

    /** Opens the map of a section; the count is even. */
    int openMap(int code) {
        int start = position - 1;
        int count = open(code);
        if ((count & 1) != 0) {
            throw fail("map has a key without a value: " + count + " items", start);
        }
        return count;
    }

    /** Opens a list that is written without size and count. */
    void openEmpty() {
        enter();
        limit = position;
    }

    /** Reads size and count, makes the end the limit, and returns the count, which has not been checked yet. */
    int openSized(boolean wide) {
        enter();
        int start = position;
        int size = wide ? int32() : octet();
        if (size < 0 || size > limit - position) {
            throw fail("size of " + Integer.toUnsignedLong(size) + " octets, but " + left() + " are left", start);
        }
        limit = position + size;
        return wide ? int32() : octet();
    }

    /** Closes a value; its items must have used all its octets. */
    void close(int outerLimit) {
        if (position != limit) {
            throw fail(left() + " octets left after the last item", position);
        }
        limit = outerLimit;
        leave();
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw fail("values are nested deeper than " + MAX_DEPTH + " levels", position - 1);
        }
    }

    void leave() {
        depth--;
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
    String symbolText() {
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
    String stringKey() {
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

    /** Returns the next octet without advancing; -1 at the limit. */
    int peek() {
        return position < limit ? array[position] & 0xff : -1;
    }

    int octet() {
        if (position >= limit) {
            throw truncated(1);
        }
        return array[position++] & 0xff;
    }

    short int16() {
        return (short) SHORT.get(array, take(Short.BYTES));
    }

    int int32() {
        return (int) INT.get(array, take(Integer.BYTES));
    }

    long int64() {
        return (long) LONG.get(array, take(Long.BYTES));
    }

    /** Skips a number of octets (negative: above 2^31 - 1) and returns where they start. */
    int take(int size) {
        int start = position;
        if (size < 0 || size > limit - start) {
            throw truncated(size);
        }
        position = start + size;
        return start;
    }

    // ---- position and faults --------------------------------------------------------------------------------------

    int position() {
        return position;
    }

    /** Returns the position as the number of octets before it in the message. */
    int index() {
        return position - origin;
    }

    /** Skips a value without reading it. */
    void skip() {
        position = ValueSkipper.end(array, origin, position, limit);
    }

    int limit() {
        return limit;
    }

    int left() {
        return limit - position;
    }

    private AmqpDecodeException truncated(int size) {
        return fail("value of " + Integer.toUnsignedLong(size) + " octets, but " + left() + " are left", position);
    }

    private RawValue unassigned(int code) {
        int start = position;
        position = ValueSkipper.end(array, origin, start - 1, limit);
        return raw(code, start);
    }

    /** Creates the exception for an error at a position in the array. */
    AmqpDecodeException fail(String what, int at) {
        return new AmqpDecodeException(what, at - origin);
    }
}
