package io.rbfly.codec.amqp.encode;

import io.rbfly.codec.amqp.type.AmqpArray;
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
import io.rbfly.codec.amqp.type.ValueText;
import io.rbfly.codec.amqp.value.KeyCache;
import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.RawValue;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.Unencodable;
import io.rbfly.codec.amqp.value.Utf8;
import io.rbfly.codec.amqp.value.ValueReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes Java values as AMQP values, each in its shortest encoding. */
public final class ValueWriter {
    /** Returned instead of a position if the value is of none of the types of a method. */
    public static final int NOT_WRITTEN = -1;

    private ValueWriter() {}

    /**
     * Writes a value with its constructor.
     *
     * @param depth number of lists, maps, arrays and described values around it
     * @return the position after it
     * @throws Unencodable if the value, or one in it, has no AMQP type, or is nested too deeply (or in itself)
     */
    public static int write(Output out, int at, @Nullable Object value, int depth) {
        int end = writeFrequent(out, at, value);
        return end == NOT_WRITTEN ? writeOther(out, at, value, depth) : end;
    }

    /**
     * Writes a value of a simple type, that is, one that contains no other values.
     *
     * @return the position after it, or {@link #NOT_WRITTEN} if the value is of another type
     */
    public static int writeSimple(Output out, int at, @Nullable Object value) {
        int end = writeFrequent(out, at, value);
        return end == NOT_WRITTEN ? writeRare(out, at, value) : end;
    }

    /** Returns the error for a value that {@link #writeSimple} has not written. */
    static Unencodable notSimple(@Nullable Object value) {
        return new Unencodable(typeName(value) + " (expected: a value of a simple type)");
    }

    private static int writeOther(Output out, int at, @Nullable Object value, int depth) {
        if (value instanceof List<?> list) {
            return writeList(out, at, list, depth);
        } else if (value instanceof Map<?, ?> map) {
            return MapWriter.write(out, at, map, depth);
        } else if (value instanceof AmqpArray array) {
            return ArrayWriter.write(out, at, array, depth);
        } else if (value instanceof DescribedType described) {
            return writeDescribed(out, at, described, depth);
        }
        int end = writeRare(out, at, value);
        if (end == NOT_WRITTEN && value instanceof RawValue raw) {
            deeper(depth);
            end = out.put(at, raw.encoded());
        }
        if (end == NOT_WRITTEN) {
            throw new Unencodable(typeName(value) + " has no AMQP type" + hint(value));
        }
        return end;
    }

    // Simple types are checked first, and in two methods: their classes are final, so each check costs one comparison,
    // while finding out that a value is not a List takes longer than writing it. The first method is inlined.

    private static int writeFrequent(Output out, int at, @Nullable Object value) {
        if (value == null) {
            return out.put8(at, TypeCode.NULL);
        } else if (value instanceof String text) {
            return writeString(out, at, text);
        } else if (value instanceof Integer number) {
            return writeInt(out, at, number);
        } else if (value instanceof Long number) {
            return writeLong(out, at, number);
        } else if (value instanceof Boolean bool) {
            return out.put8(at, bool ? TypeCode.TRUE : TypeCode.FALSE);
        } else if (value instanceof byte[] octets) {
            return out.put(writeBinaryHead(out, at, octets.length), octets);
        } else if (value instanceof Symbol symbol) {
            return writeSymbol(out, at, symbol.value());
        } else if (value instanceof UnsignedLong number) {
            return writeUnsignedLong(out, at, number.bits());
        } else if (value instanceof Instant instant) {
            return writeTimestamp(out, at, instant);
        } else if (value instanceof Double number) {
            return out.put64(at, TypeCode.DOUBLE, Double.doubleToRawLongBits(number));
        }
        return NOT_WRITTEN;
    }

    private static int writeRare(Output out, int at, @Nullable Object value) {
        if (value instanceof UUID uuid) {
            return writeUuid(out, out.put8(at, TypeCode.UUID), uuid);
        } else if (value instanceof UnsignedInt number) {
            return writeUnsignedInt(out, at, number);
        } else if (value instanceof UnsignedByte number) {
            return out.put8(at, TypeCode.UBYTE, number.value());
        } else if (value instanceof UnsignedShort number) {
            return out.put16(out.put8(at, TypeCode.USHORT), (short) number.value());
        } else if (value instanceof Byte number) {
            return out.put8(at, TypeCode.BYTE, number);
        } else if (value instanceof Short number) {
            return out.put16(out.put8(at, TypeCode.SHORT), number);
        } else if (value instanceof Float number) {
            return out.put32(at, TypeCode.FLOAT, Float.floatToRawIntBits(number));
        } else if (value instanceof CodePoint character) {
            return out.put32(at, TypeCode.CHAR, character.value());
        } else if (value instanceof Decimal32 number) {
            return out.put32(at, TypeCode.DECIMAL32, number.bits());
        } else if (value instanceof Decimal64 number) {
            return out.put64(at, TypeCode.DECIMAL64, number.bits());
        } else if (value instanceof Decimal128 number) {
            return writeDecimal128(out, out.put8(at, TypeCode.DECIMAL128), number);
        } else if (value instanceof RawValue raw && raw.isSimple()) {
            return out.put(at, raw.encoded());
        }
        return NOT_WRITTEN;
    }

    private static String typeName(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getTypeName();
    }

    private static String hint(@Nullable Object value) {
        if (value != null && value.getClass().isArray()) {
            return " (use AmqpArray or List)";
        }
        return value instanceof Character ? " (use CodePoint or String)" : "";
    }

    // ---- single values --------------------------------------------------------------------------------------------

    private static int writeInt(Output out, int at, int value) {
        return value == (byte) value ? out.put8(at, TypeCode.SMALL_INT, value) : out.put32(at, TypeCode.INT, value);
    }

    private static int writeLong(Output out, int at, long value) {
        return value == (byte) value
                ? out.put8(at, TypeCode.SMALL_LONG, (int) value)
                : out.put64(at, TypeCode.LONG, value);
    }

    public static int writeUnsignedInt(Output out, int at, UnsignedInt number) {
        long value = number.value();
        if (value == 0) {
            return out.put8(at, TypeCode.UINT0);
        }
        return value <= 0xff
                ? out.put8(at, TypeCode.SMALL_UINT, (int) value)
                : out.put32(at, TypeCode.UINT, (int) value);
    }

    private static int writeUnsignedLong(Output out, int at, long bits) {
        if (bits == 0) {
            return out.put8(at, TypeCode.ULONG0);
        }
        return (bits & ~0xffL) == 0
                ? out.put8(at, TypeCode.SMALL_ULONG, (int) bits)
                : out.put64(at, TypeCode.ULONG, bits);
    }

    /** Writes the data of a UUID. */
    static int writeUuid(Output out, int at, UUID uuid) {
        return out.put64(out.put64(at, uuid.getMostSignificantBits()), uuid.getLeastSignificantBits());
    }

    /** Writes the data of a number. */
    static int writeDecimal128(Output out, int at, Decimal128 number) {
        return out.put64(out.put64(at, number.high()), number.low());
    }

    public static int writeTimestamp(Output out, int at, Instant instant) {
        return out.put64(at, TypeCode.TIMESTAMP, millis(instant));
    }

    static long millis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new Unencodable(instant + " is out of range for a timestamp in milliseconds");
        }
    }

    /** Writes constructor and size of octets. */
    public static int writeBinaryHead(Output out, int at, int length) {
        return length <= 0xff ? out.put8(at, TypeCode.BINARY8, length) : out.put32(at, TypeCode.BINARY32, length);
    }

    public static int writeString(Output out, int at, String text) {
        return writeText(out, at, TypeCode.STRING8, text, Utf8.length(text));
    }

    /** Writes a string that is likely to be written again. */
    static int writeKey(Output out, int at, String text) {
        KeyCache.Name name = out.hasRoom(at, 2 + KeyCache.Name.MAX_LENGTH) ? KeyCache.find(text) : null;
        if (name == null) {
            return writeString(out, at, text);
        }
        int data = at + 2;
        out.set16(at, TypeCode.STRING8 << 8 | name.length());
        // Always both words: excess octets are overwritten by the next value.
        out.set64(data, name.first());
        out.set64(data + Long.BYTES, name.second());
        return data + name.length();
    }

    /** Writes a symbol whose text is known to be ASCII. */
    public static int writeSymbol(Output out, int at, String text) {
        return writeText(out, at, TypeCode.SYMBOL8, text, text.length());
    }

    private static int writeText(Output out, int at, int code, String text, int length) {
        return length <= 0xff
                ? out.put(at, code, text, length)
                : out.put(out.put32(at, code + TypeCode.WIDE, length), text, length);
    }

    // ---- values that contain values -------------------------------------------------------------------------------

    public static int writeList(Output out, int at, List<?> list, int depth) {
        if (list.isEmpty()) {
            return out.put8(at, TypeCode.LIST0);
        }
        int count = list.size();
        int end = writeItems(out, Compound.open(out, at, TypeCode.LIST8), list, count, depth);
        return Compound.close(out, at, end, count);
    }

    /** Writes the items of a list of known size. */
    static int writeItems(Output out, int at, List<?> list, int size, int depth) {
        int inner = deeper(depth);
        int end = at;
        int index = 0;
        try {
            for (Object item : list) {
                end = write(out, end, item, inner);
                index++;
            }
        } catch (Unencodable e) {
            throw e.within("[" + index + "]");
        }
        if (index != size) {
            throw new Unencodable("list of " + size + " items has " + index);
        }
        return end;
    }

    private static int writeDescribed(Output out, int at, DescribedType described, int depth) {
        int inner = deeper(depth);
        int end = write(out, out.put8(at, TypeCode.DESCRIBED), described.descriptor(), inner);
        try {
            return write(out, end, described.value(), inner);
        } catch (Unencodable e) {
            throw e.within("@" + ValueText.of(described.descriptor()));
        }
    }

    /** Returns the depth within a value, which has the same limit as in reading. */
    static int deeper(int depth) {
        if (depth >= ValueReader.MAX_DEPTH) {
            throw new Unencodable(
                    "values are nested deeper than " + ValueReader.MAX_DEPTH + " levels, or one contains itself");
        }
        return depth + 1;
    }
}
