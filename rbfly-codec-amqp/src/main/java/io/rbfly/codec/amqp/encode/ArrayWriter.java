package io.rbfly.codec.amqp.encode;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import io.rbfly.codec.amqp.value.ArrayReader;
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

/**
 * Writes arrays. All elements share one constructor, which is that of the full width: RabbitMQ cannot read arrays of
 * shorter encodings.
 */
final class ArrayWriter {
    private ArrayWriter() {}

    static int write(Output out, int at, AmqpArray array, int depth) {
        int end = writeElements(out, Compound.open(out, at, TypeCode.ARRAY8), array, depth);
        return Compound.close(out, at, end, array.size());
    }

    /** Writes descriptors, constructor and elements. */
    private static int writeElements(Output out, int at, AmqpArray array, int depth) {
        int inner = ValueWriter.deeper(depth);
        requireReadable(array);
        int end = at;
        for (Object descriptor : array.descriptors()) {
            end = ValueWriter.write(out, out.put8(end, TypeCode.DESCRIBED), descriptor, inner);
        }
        AmqpType type = array.elementType();
        end = out.put8(end, code(type));
        int index = 0;
        try {
            for (Object value : array.values()) {
                end = writeElement(out, end, type, value, inner);
                index++;
            }
        } catch (Unencodable e) {
            throw e.within("[" + index + "]");
        }
        return end;
    }

    private static void requireReadable(AmqpArray array) {
        if (array.elementType() == AmqpType.NULL && array.size() > ArrayReader.MAX_EMPTY_ELEMENTS) {
            throw new Unencodable(
                    "array of " + array.size() + " nulls (expected: at most " + ArrayReader.MAX_EMPTY_ELEMENTS + ")");
        }
        if (array.descriptors().size() > ValueReader.MAX_DEPTH) {
            throw new Unencodable("array has more than " + ValueReader.MAX_DEPTH + " descriptors");
        }
    }

    private static int writeElement(Output out, int at, AmqpType type, @Nullable Object value, int depth) {
        if (value instanceof UndecodedValue) {
            if (value instanceof RawValue raw && raw.isElementOf(type)) {
                return raw.writeElement(out, at);
            }
            throw new Unencodable(value + " (expected: an element of type " + type + ")");
        }
        return value == null ? at : writePresent(out, at, type, value, depth); // nulls take no bytes
    }

    private static int writePresent(Output out, int at, AmqpType type, Object value, int depth) {
        return switch (type) {
            case NULL -> at;
            case BOOLEAN -> out.put8(at, (Boolean) value ? 1 : 0);
            case UBYTE -> out.put8(at, ((UnsignedByte) value).value());
            case USHORT -> out.put16(at, (short) ((UnsignedShort) value).value());
            case UINT -> out.put32(at, (int) ((UnsignedInt) value).value());
            case ULONG -> out.put64(at, ((UnsignedLong) value).bits());
            case BYTE -> out.put8(at, (Byte) value);
            case SHORT -> out.put16(at, (Short) value);
            case INT -> out.put32(at, (Integer) value);
            case LONG -> out.put64(at, (Long) value);
            case FLOAT -> out.put32(at, Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.put64(at, Double.doubleToRawLongBits((Double) value));
            case DECIMAL32 -> out.put32(at, ((Decimal32) value).bits());
            case DECIMAL64 -> out.put64(at, ((Decimal64) value).bits());
            case DECIMAL128 -> ValueWriter.writeDecimal128(out, at, (Decimal128) value);
            case CHAR -> out.put32(at, ((CodePoint) value).value());
            case TIMESTAMP -> out.put64(at, ValueWriter.millis((Instant) value));
            case UUID -> ValueWriter.writeUuid(out, at, (UUID) value);
            case BINARY -> writeBinary(out, at, (byte[]) value);
            case STRING -> writeText(out, at, (String) value);
            case SYMBOL -> writeText(out, at, ((Symbol) value).value());
            case LIST -> writeList(out, at, (List<?>) value, depth);
            case MAP -> writeMap(out, at, (Map<?, ?>) value, depth);
            case ARRAY -> writeArray(out, at, (AmqpArray) value, depth);
        };
    }

    private static int writeBinary(Output out, int at, byte[] octets) {
        return out.put(out.put32(at, octets.length), octets);
    }

    private static int writeText(Output out, int at, String text) {
        int length = Utf8.length(text);
        return out.put(out.put32(at, length), text, length);
    }

    private static int writeList(Output out, int at, List<?> list, int depth) {
        int count = list.size();
        int end = ValueWriter.writeItems(out, Compound.openElement(out, at), list, count, depth);
        return Compound.closeElement(out, at, end, count);
    }

    private static int writeMap(Output out, int at, Map<?, ?> map, int depth) {
        int count = MapWriter.itemCount(map);
        int end = MapWriter.writeItems(out, Compound.openElement(out, at), map, count, depth);
        return Compound.closeElement(out, at, end, count);
    }

    private static int writeArray(Output out, int at, AmqpArray array, int depth) {
        int end = writeElements(out, Compound.openElement(out, at), array, depth);
        return Compound.closeElement(out, at, end, array.size());
    }

    private static int code(AmqpType type) {
        return switch (type) {
            case NULL -> TypeCode.NULL;
            case BOOLEAN -> TypeCode.BOOLEAN;
            case UBYTE -> TypeCode.UBYTE;
            case USHORT -> TypeCode.USHORT;
            case UINT -> TypeCode.UINT;
            case ULONG -> TypeCode.ULONG;
            case BYTE -> TypeCode.BYTE;
            case SHORT -> TypeCode.SHORT;
            case INT -> TypeCode.INT;
            case LONG -> TypeCode.LONG;
            case FLOAT -> TypeCode.FLOAT;
            case DOUBLE -> TypeCode.DOUBLE;
            case DECIMAL32 -> TypeCode.DECIMAL32;
            case DECIMAL64 -> TypeCode.DECIMAL64;
            case DECIMAL128 -> TypeCode.DECIMAL128;
            case CHAR -> TypeCode.CHAR;
            case TIMESTAMP -> TypeCode.TIMESTAMP;
            case UUID -> TypeCode.UUID;
            case BINARY -> TypeCode.BINARY32;
            case STRING -> TypeCode.STRING32;
            case SYMBOL -> TypeCode.SYMBOL32;
            case LIST -> TypeCode.LIST32;
            case MAP -> TypeCode.MAP32;
            case ARRAY -> TypeCode.ARRAY32;
        };
    }
}
