package io.rbfly.codec.amqp;

/**
 * Writes size and count of lists, maps and arrays after their items, when both are known.
 *
 * <p>Room is left for 8 bits each, which fits most; what turns out to be longer is moved on. Sizes are relative, so
 * nothing inside changes by that.
 */
final class Compound {
    /** Constructor, size and count, of 8 or 32 bits. */
    private static final int SHORT_HEAD = 3;

    private static final int LONG_HEAD = 9;

    private Compound() {}

    /** Leaves room and returns the mark for {@link #close}. */
    static int open(Output out) {
        int mark = out.mark();
        out.require(SHORT_HEAD);
        out.position += SHORT_HEAD;
        return mark;
    }

    /**
     * Writes constructor, size and count.
     *
     * @param code the constructor with a size of 8 bits
     */
    static void close(Output out, int mark, int code, int count) {
        int length = out.mark() - mark - SHORT_HEAD;
        if (length > 254 || count > 255) {
            widen(out, mark, code, count, length);
            return;
        }
        byte[] array = out.array;
        int start = out.index(mark);
        array[start] = (byte) code;
        array[start + 1] = (byte) (length + 1);
        array[start + 2] = (byte) count;
    }

    private static void widen(Output out, int mark, int code, int count, int length) {
        out.require(LONG_HEAD - SHORT_HEAD);
        int start = out.index(mark);
        System.arraycopy(out.array, start + SHORT_HEAD, out.array, start + LONG_HEAD, length);
        out.array[start] = (byte) (code + TypeCode.WIDE);
        out.set32(start + 1, length + Integer.BYTES);
        out.set32(start + 5, count);
        out.position += LONG_HEAD - SHORT_HEAD;
    }

    /** Leaves room for a size and a count of 32 bits without constructor: an element of an array. */
    static int openElement(Output out) {
        int mark = out.mark();
        out.require(2 * Integer.BYTES);
        out.position += 2 * Integer.BYTES;
        return mark;
    }

    /** Writes size and count of an element. */
    static void closeElement(Output out, int mark, int count) {
        int start = out.index(mark);
        out.set32(start, out.mark() - mark - Integer.BYTES);
        out.set32(start + Integer.BYTES, count);
    }
}
