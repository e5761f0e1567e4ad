package io.rbfly.protocol.wire;

import io.netty.buffer.ByteBufUtil;

/**
 * Rejects values that must not be sent to a broker: some of them destroy streams or connections of other clients.
 * Commands check them when they are encoded, so that a broker can decode what other clients send.
 */
public final class Check {
    /** Maximum length of names and references in bytes: brokers store the length in one byte. */
    public static final int MAX_REFERENCE_BYTES = 255;

    private Check() {}

    /** Checks that a number is from 0 to 255. */
    public static void uint8(String what, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0..255)");
        }
    }

    /** Checks that a number is from 0 to 65535. */
    public static void uint16(String what, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0..65535)");
        }
    }

    /** Checks the name of a stream: 1 to 255 bytes in UTF-8 and no line breaks, which brokers remove silently. */
    public static void stream(String stream) {
        name("stream", stream);
    }

    /** Checks a name like that of a stream: 1 to 255 bytes in UTF-8 and no line breaks. */
    public static void name(String what, String name) {
        reference(what, name);
        if (name.indexOf('\r') >= 0 || name.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(what + ": the name has a line break (expected: none)");
        }
    }

    /** Checks a reference: 1 to 255 bytes in UTF-8. Longer references destroy streams on brokers before 4.0.3. */
    public static void reference(String what, String reference) {
        if (reference.isEmpty()) {
            throw new IllegalArgumentException(what + ": empty (expected: 1 to 255 bytes in UTF-8)");
        }
        referenceOrEmpty(what, reference);
    }

    /** Checks that a string has no unpaired surrogates. */
    static void utf16(String string) {
        for (int i = 0; i < string.length(); i++) {
            if (Character.isSurrogate(string.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(string.codePointAt(i))) {
                    throw new IllegalArgumentException("string with half a surrogate pair at index " + i);
                }
                i++; // skips the low surrogate
            }
        }
    }

    /** Checks that a string has no unpaired surrogates, which UTF-8 cannot express. */
    public static void utf16(String what, String string) {
        try {
            utf16(string);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    /** Checks a reference, which may be an empty string for none. */
    public static void referenceOrEmpty(String what, String reference) {
        utf16(what, reference);
        int length = ByteBufUtil.utf8Bytes(reference);
        if (length > MAX_REFERENCE_BYTES) {
            throw new IllegalArgumentException(what + ": " + length + " bytes (expected: at most 255 in UTF-8)");
        }
    }
}
