package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.error.AmqpDecodeException;

/** Finds the end of a value without reading its content. */
public final class ValueSkipper {
    private ValueSkipper() {}

    /**
     * Returns the end of the value whose constructor is at {@code position}. Sizes of contained values are not checked.
     *
     * @param origin the start of the message, for the index in exceptions
     */
    public static int end(byte[] array, int origin, int position, int limit) {
        int at = position;
        // Described values are skipped by counting the remaining values, so that a million descriptors use no stack.
        for (int pending = 1; pending > 0; pending--) {
            if (at >= limit) {
                throw new AmqpDecodeException("value is missing", at - origin);
            }
            int code = array[at] & 0xff;
            if (code == TypeCode.DESCRIBED) {
                at++;
                pending += 2;
            } else {
                at = endOfData(array, origin, at, limit, code);
            }
        }
        return at;
    }

    private static int endOfData(byte[] array, int origin, int at, int limit, int code) {
        int layout = TypeCode.layout(code);
        return layout == TypeCode.NONE
                ? endOfUnassigned(array, origin, at, limit, code)
                : endOfData(array, origin, at, at + 1, limit, layout);
    }

    /**
     * The end of values with unassigned codes is determined by the upper half of the code, so the rest of the message
     * can be read.
     */
    private static int endOfUnassigned(byte[] array, int origin, int at, int limit, int code) {
        int layout = TypeCode.layoutOfUnassigned(code);
        if (layout == TypeCode.NONE) {
            throw new AmqpDecodeException(String.format("constructor 0x%02x is not assigned", code), at - origin);
        }
        return endOfData(array, origin, at, TypeCode.isExtended(code) ? at + 2 : at + 1, limit, layout);
    }

    private static int endOfData(byte[] array, int origin, int at, int start, int limit, int layout) {
        int left = limit - start;
        int size;
        int data = start;
        if (layout < TypeCode.SIZE8) {
            size = layout;
        } else if (layout == TypeCode.SIZE8) {
            size = left > 0 ? array[data] & 0xff : -1;
            left -= 1;
            data += 1;
        } else {
            size = left >= Integer.BYTES ? (int) ValueReader.INT.get(array, data) : -1;
            left -= Integer.BYTES;
            data += Integer.BYTES;
        }
        if (size < 0 || size > left) {
            throw new AmqpDecodeException(
                    String.format("value with constructor 0x%02x goes on after the end of the input", array[at]),
                    at - origin);
        }
        return data + size;
    }
}
