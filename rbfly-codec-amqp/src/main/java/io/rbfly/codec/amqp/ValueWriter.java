package io.rbfly.codec.amqp;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes Java values as AMQP values, each in its shortest encoding. */
final class ValueWriter {
    private ValueWriter() {}

    /**
     * Writes a value with its constructor.
     *
     * @param depth number of lists, maps, arrays and described values around it
     * @throws Unencodable when the value, or one in it, has no AMQP type, or is nested too deep (or in itself)
     */
    static void write(Output out, @Nullable Object value, int depth) {
        if (value instanceof String text) {
            writeText(out, TypeCode.STRING8, text);
        } else if (value instanceof Integer number) {
            writeInt(out, number);
        } else if (value instanceof Long number) {
            writeLong(out, number);
        } else if (value instanceof Boolean bool) {
            out.put8(bool ? TypeCode.TRUE : TypeCode.FALSE);
        } else if (value instanceof byte[] bytes) {
            writeBinary(out, bytes);
        } else if (value == null) {
            out.put8(TypeCode.NULL);
        } else if (value instanceof Symbol symbol) {
            writeText(out, TypeCode.SYMBOL8, symbol.value());
        } else if (value instanceof UnsignedLong number) {
            writeUnsigned(out, number.bits());
        } else if (value instanceof Double number) {
            out.put8(TypeCode.DOUBLE);
            out.put64(Double.doubleToRawLongBits(number));
        } else if (value instanceof Instant instant) {
            out.put8(TypeCode.TIMESTAMP);
            out.put64(millis(instant));
        } else {
            writeRarer(out, value, depth);
        }
    }

    /** The rest of {@link #write}, in two methods so that the frequent types are compiled into their callers. */
    private static void writeRarer(Output out, Object value, int depth) {
        if (value instanceof List<?> list) {
            writeList(out, list, depth);
        } else if (value instanceof Map<?, ?> map) {
            MapWriter.write(out, map, depth);
        } else if (value instanceof UUID uuid) {
            out.put8(TypeCode.UUID);
            writeUuid(out, uuid);
        } else if (value instanceof UnsignedInt number) {
            writeUnsignedInt(out, number);
        } else if (value instanceof UnsignedByte number) {
            out.put(TypeCode.UBYTE, (byte) number.value());
        } else if (value instanceof UnsignedShort number) {
            out.put8(TypeCode.USHORT);
            out.put16((short) number.value());
        } else if (value instanceof Byte number) {
            out.put(TypeCode.BYTE, number);
        } else if (value instanceof Short number) {
            out.put8(TypeCode.SHORT);
            out.put16(number);
        } else if (value instanceof Float number) {
            out.put8(TypeCode.FLOAT);
            out.put32(Float.floatToRawIntBits(number));
        } else if (value instanceof CodePoint character) {
            out.put8(TypeCode.CHAR);
            out.put32(character.value());
        } else if (value instanceof Decimal32 number) {
            out.put8(TypeCode.DECIMAL32);
            out.put32(number.bits());
        } else if (value instanceof Decimal64 number) {
            out.put8(TypeCode.DECIMAL64);
            out.put64(number.bits());
        } else if (value instanceof Decimal128 number) {
            out.put8(TypeCode.DECIMAL128);
            writeDecimal128(out, number);
        } else if (value instanceof AmqpArray array) {
            ArrayWriter.write(out, array, depth);
        } else if (value instanceof DescribedType described) {
            writeDescribed(out, described, depth);
        } else {
            throw new Unencodable(value.getClass().getTypeName() + " has no AMQP type" + hint(value));
        }
    }

    private static String hint(Object value) {
        if (value.getClass().isArray()) {
            return " (use AmqpArray or List)";
        }
        return value instanceof Character ? " (use CodePoint or String)" : "";
    }

    // ---- single values --------------------------------------------------------------------------------------------

    static void writeInt(Output out, int value) {
        if (value == (byte) value) {
            out.put(TypeCode.SMALL_INT, (byte) value);
        } else {
            out.put8(TypeCode.INT);
            out.put32(value);
        }
    }

    static void writeLong(Output out, long value) {
        if (value == (byte) value) {
            out.put(TypeCode.SMALL_LONG, (byte) value);
        } else {
            out.put8(TypeCode.LONG);
            out.put64(value);
        }
    }

    static void writeUnsignedInt(Output out, UnsignedInt number) {
        long value = number.value();
        if (value == 0) {
            out.put8(TypeCode.UINT0);
        } else if (value <= 0xff) {
            out.put(TypeCode.SMALL_UINT, (byte) value);
        } else {
            out.put8(TypeCode.UINT);
            out.put32((int) value);
        }
    }

    /** Writes an unsigned long. */
    static void writeUnsigned(Output out, long bits) {
        if (bits == 0) {
            out.put8(TypeCode.ULONG0);
        } else if ((bits & ~0xffL) == 0) {
            out.put(TypeCode.SMALL_ULONG, (byte) bits);
        } else {
            out.put8(TypeCode.ULONG);
            out.put64(bits);
        }
    }

    static void writeUuid(Output out, UUID uuid) {
        out.put64(uuid.getMostSignificantBits());
        out.put64(uuid.getLeastSignificantBits());
    }

    static void writeDecimal128(Output out, Decimal128 number) {
        out.put64(number.high());
        out.put64(number.low());
    }

    static long millis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new Unencodable(instant + " is out of range for a timestamp in milliseconds");
        }
    }

    static void writeBinary(Output out, byte[] bytes) {
        writeBinaryHead(out, bytes.length);
        out.putBytes(bytes);
    }

    static void writeBinaryHead(Output out, int length) {
        if (length <= 0xff) {
            out.put(TypeCode.BINARY8, (byte) length);
        } else {
            out.put8(TypeCode.BINARY32);
            out.put32(length);
        }
    }

    /**
     * Writes a string or symbol.
     *
     * @param code the constructor with a size of 8 bits
     */
    static void writeText(Output out, int code, String text) {
        int mark = out.mark();
        int chars = text.length();
        if (chars > 0xff) {
            out.put8(code + TypeCode.WIDE);
            writeSizedText(out, text);
            return;
        }
        out.require(2 + chars);
        out.position += 2;
        Utf8.put(out, text);
        int length = out.mark() - mark - 2;
        if (length > 0xff) {
            widenText(out, mark, code, length);
            return;
        }
        int start = out.index(mark);
        out.array[start] = (byte) code;
        out.array[start + 1] = (byte) length;
    }

    /** Up to 255 characters that turned out to be more octets: moves them on for a size of 32 bits. */
    private static void widenText(Output out, int mark, int code, int length) {
        out.require(3);
        int start = out.index(mark);
        System.arraycopy(out.array, start + 2, out.array, start + 5, length);
        out.array[start] = (byte) (code + TypeCode.WIDE);
        out.set32(start + 1, length);
        out.position += 3;
    }

    /** Writes a size of 32 bits and a text, without constructor. */
    static void writeSizedText(Output out, String text) {
        int mark = out.mark();
        out.require(Integer.BYTES);
        out.position += Integer.BYTES;
        Utf8.put(out, text);
        out.set32(out.index(mark), out.mark() - mark - Integer.BYTES);
    }

    // ---- values that contain values -------------------------------------------------------------------------------

    static void writeList(Output out, List<?> list, int depth) {
        if (list.isEmpty()) {
            out.put8(TypeCode.LIST0);
            return;
        }
        int mark = Compound.open(out);
        int count = writeItems(out, list, depth);
        Compound.close(out, mark, TypeCode.LIST8, count);
    }

    /** Writes items and returns their number. */
    static int writeItems(Output out, List<?> list, int depth) {
        int inner = deeper(depth);
        int count = 0;
        try {
            for (Object item : list) {
                write(out, item, inner);
                count++;
            }
        } catch (Unencodable e) {
            throw e.within("[" + count + "]");
        }
        return count;
    }

    private static void writeDescribed(Output out, DescribedType described, int depth) {
        int inner = deeper(depth);
        out.put8(TypeCode.DESCRIBED);
        write(out, described.descriptor(), inner);
        try {
            write(out, described.value(), inner);
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
