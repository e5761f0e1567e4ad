package io.rbfly.protocol.wire;

import io.netty.buffer.ByteBufUtil;

/** Refuses values that a broker must not get: some of them destroy streams or connections of others. */
public final class Check {
    /** Longest name and reference in bytes: brokers store its length in one byte. */
    public static final int MAX_REFERENCE_BYTES = 255;

    private Check() {}

    /** A number from 0 to 255. */
    public static void uint8(String what, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0..255)");
        }
    }

    /** A number from 0 to 65535. */
    public static void uint16(String what, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0..65535)");
        }
    }

    /** A stream's name: not empty, at most 255 bytes in UTF-8, and no line breaks, which brokers remove silently. */
    public static void stream(String stream) {
        reference("stream", stream);
        if (stream.indexOf('\r') >= 0 || stream.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("stream: the name has a line break (expected: none)");
        }
    }

    /** A reference: 1 to 255 bytes in UTF-8. Longer ones destroy streams on brokers before 4.0.3. */
    public static void reference(String what, String reference) {
        if (reference.isEmpty()) {
            throw new IllegalArgumentException(what + ": empty (expected: 1 to 255 bytes in UTF-8)");
        }
        referenceOrEmpty(what, reference);
    }

    /** A string without halves of surrogate pairs. */
    static void utf16(String string) {
        for (int i = 0; i < string.length(); i++) {
            if (Character.isSurrogate(string.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(string.codePointAt(i))) {
                    throw new IllegalArgumentException("string with half a surrogate pair at index " + i);
                }
                i++; // past the second half
            }
        }
    }

    /** A reference, or an empty string for none. */
    public static void referenceOrEmpty(String what, String reference) {
        int length = ByteBufUtil.utf8Bytes(reference);
        if (length > MAX_REFERENCE_BYTES) {
            throw new IllegalArgumentException(what + ": " + length + " bytes (expected: at most 255 in UTF-8)");
        }
    }
}
