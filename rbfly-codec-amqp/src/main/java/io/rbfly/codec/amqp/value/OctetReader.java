package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads octets from an array, from a position up to a limit. The limit is the end of the innermost value that contains
 * others. No declared size or count may exceed it, so time and memory are linear in the input.
 */
public abstract class OctetReader {
    /** The maximum nesting depth: lists, maps, arrays and described values all count. */
    public static final int MAX_DEPTH = 64;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final byte[] array;
    final int origin;
    int position;
    int limit;
    private int depth;

    /**
     * Reads from {@code position} up to {@code limit}.
     *
     * @param origin the start of the message, for the index in exceptions
     */
    OctetReader(byte[] array, int origin, int position, int limit) {
        this.array = array;
        this.origin = origin;
        this.position = position;
        this.limit = limit;
    }

    /** Returns the next octet without advancing; -1 at the limit. */
    public final int peek() {
        return position < limit ? array[position] & 0xff : -1;
    }

    public final int octet() {
        if (position >= limit) {
            throw truncated(1);
        }
        return array[position++] & 0xff;
    }

    final short int16() {
        return (short) SHORT.get(array, take(Short.BYTES));
    }

    public final int int32() {
        return (int) INT.get(array, take(Integer.BYTES));
    }

    final long int64() {
        return (long) LONG.get(array, take(Long.BYTES));
    }

    /** Skips a number of octets (negative: above 2^31 - 1) and returns where they start. */
    public final int take(int size) {
        int start = position;
        if (size < 0 || size > limit - start) {
            throw truncated(size);
        }
        position = start + size;
        return start;
    }

    /**
     * Reads size and count of a list or map, and makes its end the limit. The count is at most the number of remaining
     * octets, so an array of that length may be allocated.
     */
    public final int open(int code) {
        int count = openSized(code >= TypeCode.LIST32);
        if (count < 0 || count > limit - position) {
            throw fail(
                    "count of " + Integer.toUnsignedLong(count) + " items, but " + left() + " octets are left",
                    position);
        }
        return count;
    }

    /** Opens the map of a section; the count is even. */
    public final int openMap(int code) {
        int start = position - 1;
        int count = open(code);
        if ((count & 1) != 0) {
            throw fail("map has a key without a value: " + count + " items", start);
        }
        return count;
    }

    /** Opens a list that is written without size and count. */
    public final void openEmpty() {
        enter();
        limit = position;
    }

    /** Reads size and count, makes the end the limit, and returns the count, which has not been checked yet. */
    final int openSized(boolean wide) {
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
    public final void close(int outerLimit) {
        if (position != limit) {
            throw fail(left() + " octets left after the last item", position);
        }
        limit = outerLimit;
        leave();
    }

    final void enter() {
        if (++depth > MAX_DEPTH) {
            throw fail("values are nested deeper than " + MAX_DEPTH + " levels", position - 1);
        }
    }

    final void leave() {
        depth--;
    }

    public final int position() {
        return position;
    }

    /** Returns the position as the number of octets before it in the message. */
    public final int index() {
        return position - origin;
    }

    public final int limit() {
        return limit;
    }

    final int left() {
        return limit - position;
    }

    private AmqpDecodeException truncated(int size) {
        return fail("value of " + Integer.toUnsignedLong(size) + " octets, but " + left() + " are left", position);
    }

    /** Creates the exception for an error at a position in the array. */
    final AmqpDecodeException fail(String what, int at) {
        return new AmqpDecodeException(what, at - origin);
    }
}
