package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes arrays. All elements share one constructor, so each has the full width of its type: RabbitMQ reads no array of
 * a shorter one.
 */
final class ArrayWriter {
    private ArrayWriter() {}

    static void write(Output out, AmqpArray array, int depth) {
        int mark = Compound.open(out);
        writeElements(out, array, depth);
        Compound.close(out, mark, TypeCode.ARRAY8, array.size());
    }

    private static void writeElements(Output out, AmqpArray array, int depth) {
        int inner = ValueWriter.deeper(depth);
        if (array.descriptors().size() > ValueReader.MAX_DEPTH) {
            throw new Unencodable("array has more than " + ValueReader.MAX_DEPTH + " descriptors");
        }
        for (Object descriptor : array.descriptors()) {
            out.put8(TypeCode.DESCRIBED);
            ValueWriter.write(out, descriptor, inner);
        }
        AmqpType type = array.elementType();
        out.put8(code(type));
        if (type == AmqpType.NULL) {
            requireReadable(array.size());
            return;
        }
        int index = 0;
        try {
            for (Object value : array.values()) {
                writeElement(out, type, value, inner);
                index++;
            }
        } catch (Unencodable e) {
            throw e.within("[" + index + "]");
        }
    }

    private static void requireReadable(int nulls) {
        if (nulls > ArrayReader.MAX_EMPTY_ELEMENTS) {
            throw new Unencodable(
                    "array of " + nulls + " nulls (expected: at most " + ArrayReader.MAX_EMPTY_ELEMENTS + ")");
        }
    }

    private static void writeElement(Output out, AmqpType type, @Nullable Object value, int depth) {
        switch (type) {
            case NULL -> {}
            case BOOLEAN -> out.put8((Boolean) value ? 1 : 0);
            case UBYTE -> out.put8(((UnsignedByte) value).value());
            case USHORT -> out.put16((short) ((UnsignedShort) value).value());
            case UINT -> out.put32((int) ((UnsignedInt) value).value());
            case ULONG -> out.put64(((UnsignedLong) value).bits());
            case BYTE -> out.put8((Byte) value);
            case SHORT -> out.put16((Short) value);
            case INT -> out.put32((Integer) value);
            case LONG -> out.put64((Long) value);
            case FLOAT -> out.put32(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.put64(Double.doubleToRawLongBits((Double) value));
            case DECIMAL32 -> out.put32(((Decimal32) value).bits());
            case DECIMAL64 -> out.put64(((Decimal64) value).bits());
            case DECIMAL128 -> ValueWriter.writeDecimal128(out, (Decimal128) value);
            case CHAR -> out.put32(((CodePoint) value).value());
            case TIMESTAMP -> out.put64(ValueWriter.millis((Instant) value));
            case UUID -> ValueWriter.writeUuid(out, (UUID) value);
            case BINARY -> writeBinary(out, (byte[]) value);
            case STRING -> ValueWriter.writeSizedText(out, (String) value);
            case SYMBOL -> ValueWriter.writeSizedText(out, ((Symbol) value).value());
            case LIST -> writeList(out, (List<?>) value, depth);
            case MAP -> writeMap(out, (Map<?, ?>) value, depth);
            case ARRAY -> writeArray(out, (AmqpArray) value, depth);
        }
    }

    private static void writeBinary(Output out, byte[] bytes) {
        out.put32(bytes.length);
        out.putBytes(bytes);
    }

    private static void writeList(Output out, List<?> list, int depth) {
        int mark = Compound.openElement(out);
        int count = ValueWriter.writeItems(out, list, depth);
        Compound.closeElement(out, mark, count);
    }

    private static void writeMap(Output out, Map<?, ?> map, int depth) {
        int mark = Compound.openElement(out);
        int count = MapWriter.writeItems(out, map, depth);
        Compound.closeElement(out, mark, count);
    }

    private static void writeArray(Output out, AmqpArray array, int depth) {
        int mark = Compound.openElement(out);
        writeElements(out, array, depth);
        Compound.closeElement(out, mark, array.size());
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
