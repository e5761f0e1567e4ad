package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads arrays: size, count, one constructor (after descriptors, if any), then only the data of each element.
 *
 * <p>The elements of some constructors have no data, so the size does not bound their number. There is a separate limit
 * for them.
 */
public final class ArrayReader {
    /** The maximum number of elements without data in an array, since they cost the sender nothing. */
    public static final int MAX_EMPTY_ELEMENTS = 255;

    private ArrayReader() {}

    /** Reads an array after its constructor; returns a {@link RawValue} if its elements cannot be read. */
    static Object read(ValueReader in, int code) {
        int start = in.position();
        int outerLimit = in.limit();
        int count = in.openSized(code == TypeCode.ARRAY32);
        List<Object> descriptors = List.of();
        int elementCode = in.octet();
        while (elementCode == TypeCode.DESCRIBED) {
            if (descriptors.isEmpty()) {
                descriptors = new ArrayList<>(1);
            } else if (descriptors.size() == ValueReader.MAX_DEPTH) {
                throw in.fail("values are described more than " + ValueReader.MAX_DEPTH + " times", start - 1);
            }
            Object descriptor = in.descriptorOrNull();
            if (descriptor == null) {
                return in.passOver(code, start, outerLimit);
            }
            descriptors.add(descriptor);
            elementCode = in.octet();
        }
        AmqpType type = type(elementCode);
        if (type == null || isTooManyEmpty(elementCode, count)) {
            return in.passOver(code, start, outerLimit);
        }
        checkCount(in, elementCode, count, start - 1);
        AmqpArray array = elements(in, type, elementCode, count);
        in.close(outerLimit);
        for (int i = descriptors.size() - 1; i >= 0; i--) {
            array = array.describedBy(descriptors.get(i));
        }
        return array;
    }

    private static boolean isTooManyEmpty(int elementCode, int count) {
        return TypeCode.layout(elementCode) == 0 && (count < 0 || count > MAX_EMPTY_ELEMENTS);
    }

    private static void checkCount(ValueReader in, int elementCode, int count, int index) {
        int width = TypeCode.minimumWidth(elementCode);
        if (width > 0 && (count < 0 || count > in.left() / width)) {
            throw in.fail(
                    "array of " + Integer.toUnsignedLong(count) + " elements, but at most " + in.left() / width
                            + " are possible",
                    index);
        }
    }

    private static AmqpArray elements(ValueReader in, AmqpType type, int elementCode, int count) {
        if (TypeCode.layout(elementCode) == 0) {
            return AmqpArray.ofRepeated(type, in.read(elementCode), count);
        }
        @Nullable Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = in.read(elementCode);
        }
        return AmqpArray.of(type, Arrays.asList(elements));
    }

    /** Returns the type of a constructor, null if it is not assigned. */
    private static @Nullable AmqpType type(int elementCode) {
        return switch (elementCode) {
            case TypeCode.NULL -> AmqpType.NULL;
            case TypeCode.TRUE, TypeCode.FALSE, TypeCode.BOOLEAN -> AmqpType.BOOLEAN;
            case TypeCode.UBYTE -> AmqpType.UBYTE;
            case TypeCode.USHORT -> AmqpType.USHORT;
            case TypeCode.UINT0, TypeCode.SMALL_UINT, TypeCode.UINT -> AmqpType.UINT;
            case TypeCode.ULONG0, TypeCode.SMALL_ULONG, TypeCode.ULONG -> AmqpType.ULONG;
            case TypeCode.BYTE -> AmqpType.BYTE;
            case TypeCode.SHORT -> AmqpType.SHORT;
            case TypeCode.SMALL_INT, TypeCode.INT -> AmqpType.INT;
            case TypeCode.SMALL_LONG, TypeCode.LONG -> AmqpType.LONG;
            case TypeCode.FLOAT -> AmqpType.FLOAT;
            case TypeCode.DOUBLE -> AmqpType.DOUBLE;
            case TypeCode.DECIMAL32 -> AmqpType.DECIMAL32;
            case TypeCode.DECIMAL64 -> AmqpType.DECIMAL64;
            case TypeCode.DECIMAL128 -> AmqpType.DECIMAL128;
            case TypeCode.CHAR -> AmqpType.CHAR;
            case TypeCode.TIMESTAMP -> AmqpType.TIMESTAMP;
            case TypeCode.UUID -> AmqpType.UUID;
            case TypeCode.BINARY8, TypeCode.BINARY32 -> AmqpType.BINARY;
            case TypeCode.STRING8, TypeCode.STRING32 -> AmqpType.STRING;
            case TypeCode.SYMBOL8, TypeCode.SYMBOL32 -> AmqpType.SYMBOL;
            case TypeCode.LIST0, TypeCode.LIST8, TypeCode.LIST32 -> AmqpType.LIST;
            case TypeCode.MAP8, TypeCode.MAP32 -> AmqpType.MAP;
            case TypeCode.ARRAY8, TypeCode.ARRAY32 -> AmqpType.ARRAY;
            default -> null;
        };
    }
}
