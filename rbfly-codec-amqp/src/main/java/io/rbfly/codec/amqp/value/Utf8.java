package io.rbfly.codec.amqp.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts text to octets and back. Unlike Java's own conversions it rejects malformed input instead of replacing it.
 */
public final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Returns whether no octet is above 0x7f. */
    static boolean isAscii(byte[] array, int start, int end) {
        long bits = 0;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            bits |= (long) LONG.get(array, i);
        }
        if (i < end && end - start >= Long.BYTES) {
            bits |= (long)
                    LONG.get(array, end - Long.BYTES); // checks some octets twice, which is faster than one by one
            i = end;
        }
        int rest = 0;
        for (; i < end; i++) {
            rest |= array[i];
        }
        return (bits & HIGH_BITS) == 0 && rest >= 0;
    }

    /**
     * Returns octets that are ASCII as a string. The deprecated constructor only copies them, and is small enough to be
     * inlined, unlike those with a charset.
     */
    @SuppressWarnings("deprecation")
    static String ascii(byte[] array, int start, int end) {
        return new String(array, 0, start, end - start);
    }

    /** Returns the index of the first octet that is not part of well-formed UTF-8, or -1. */
    public static int malformedAt(byte[] array, int start, int end) {
        int i = start;
        while (i < end) {
            int length = sequenceLength(array, i, end);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /**
     * Returns the length of the sequence at an index, 0 if it is truncated, overlong, a surrogate or above U+10FFFF.
     */
    private static int sequenceLength(byte[] array, int index, int end) {
        int first = array[index];
        if (first >= 0) {
            return 1;
        }
        int length = first < (byte) 0xe0 ? 2 : first < (byte) 0xf0 ? 3 : 4;
        if (first < (byte) 0xc2 || first > (byte) 0xf4 || end - index < length) {
            return 0;
        }
        int codePoint = first & (0x7f >> length);
        for (int i = index + 1; i < index + length; i++) {
            if ((array[i] & 0xc0) != 0x80) {
                return 0;
            }
            codePoint = codePoint << 6 | (array[i] & 0x3f);
        }
        boolean overlong = codePoint < (length == 3 ? 0x800 : length == 4 ? 0x10000 : 0x80);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return overlong || surrogate || codePoint > Character.MAX_CODE_POINT ? 0 : length;
    }

    /**
     * Returns the number of octets of a string; it equals the number of chars if and only if all are ASCII.
     *
     * @throws Unencodable if there is an unpaired surrogate
     */
    public static int length(String text) {
        int chars = text.length();
        int bits = 0;
        for (int i = 0; i < chars; i++) {
            bits |= text.charAt(i);
        }
        return bits < 0x80 ? chars : lengthOfMixed(text);
    }

    private static int lengthOfMixed(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw new Unencodable(String.format("string has an unpaired surrogate U+%04X at index %d", (int) c, i));
            }
        }
        if (length > Output.MAX_LENGTH) {
            throw new Unencodable("string of " + length + " octets (expected: at most " + Output.MAX_LENGTH + ")");
        }
        return (int) length;
    }

    /** Puts a string, whose length was computed before, in space that was reserved before. */
    static void put(byte[] array, int at, String text, int length) {
        if (length == text.length()) {
            putAscii(array, at, text);
        } else {
            putMixed(array, at, text);
        }
    }

    /** Puts ASCII text. The deprecated method is the only one that copies octets out of a string without an object. */
    @SuppressWarnings("deprecation")
    static void putAscii(byte[] array, int at, String text) {
        text.getBytes(0, text.length(), array, at);
    }

    private static void putMixed(byte[] array, int start, String text) {
        int at = start;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c < 0x80) {
                array[at++] = (byte) c;
            } else if (c < 0x800) {
                array[at++] = (byte) (0xc0 | c >> 6);
                array[at++] = (byte) (0x80 | c & 0x3f);
            } else if (c < 0x10000) {
                array[at++] = (byte) (0xe0 | c >> 12);
                array[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                array[at++] = (byte) (0x80 | c & 0x3f);
            } else {
                array[at++] = (byte) (0xf0 | c >> 18);
                array[at++] = (byte) (0x80 | c >> 12 & 0x3f);
                array[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                array[at++] = (byte) (0x80 | c & 0x3f);
            }
            i += Character.charCount(c);
        }
    }
}
