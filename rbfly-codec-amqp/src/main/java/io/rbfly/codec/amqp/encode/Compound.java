package io.rbfly.codec.amqp.encode;

import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.SectionHead;
import io.rbfly.codec.amqp.value.TypeCode;

/**
 * Writes size and count of lists, maps and arrays after their items, at which time both are known.
 *
 * <p>Space is reserved for 8 bits each, which is sufficient for most values; the items of longer values are moved.
 * Sizes are relative, so the content does not change when it is moved.
 */
public final class Compound {
    /** Constructor, size and count, of 8 or 32 bits. */
    private static final int SHORT_HEAD = 3;

    private static final int LONG_HEAD = 9;

    private Compound() {}

    /**
     * Writes the constructor of a value and reserves space for its size and count.
     *
     * @param code the constructor with a size of 8 bits
     * @return the position of its items
     */
    static int open(Output out, int start, int code) {
        out.require(start, SHORT_HEAD);
        out.array[start] = (byte) code;
        return start + SHORT_HEAD;
    }

    /**
     * Writes the head of a section and the constructor of its value, and reserves space for size and count of the
     * value, which starts {@link SectionHead#LENGTH} octets after the section.
     */
    public static int openSection(Output out, int start, int section, int code) {
        out.require(start, SectionHead.LENGTH + SHORT_HEAD);
        out.set32(start, SectionHead.octets(section, code));
        return start + SectionHead.LENGTH + SHORT_HEAD;
    }

    /** Writes size and count of a value whose items end at {@code at}. */
    public static int close(Output out, int start, int at, int count) {
        int length = at - start - SHORT_HEAD;
        if (length > 254 || count > 255) {
            return widen(out, start, at, count);
        }
        byte[] array = out.array;
        array[start + 1] = (byte) (length + 1);
        array[start + 2] = (byte) count;
        return at;
    }

    private static int widen(Output out, int start, int at, int count) {
        int length = at - start - SHORT_HEAD;
        out.require(at, LONG_HEAD - SHORT_HEAD);
        System.arraycopy(out.array, start + SHORT_HEAD, out.array, start + LONG_HEAD, length);
        out.array[start] += TypeCode.WIDE;
        out.set32(start + 1, length + Integer.BYTES);
        out.set32(start + 5, count);
        return start + LONG_HEAD + length;
    }

    /** Reserves space for a size and a count of 32 bits without constructor, for an element of an array. */
    static int openElement(Output out, int start) {
        out.require(start, 2 * Integer.BYTES);
        return start + 2 * Integer.BYTES;
    }

    /** Writes size and count of an element that ends at {@code at}. */
    static int closeElement(Output out, int start, int at, int count) {
        out.set32(start, at - start - Integer.BYTES);
        out.set32(start + Integer.BYTES, count);
        return at;
    }
}
