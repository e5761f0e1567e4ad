package io.rbfly.client.compression;

/** Compressed bytes that are not valid. */
final class Malformed {
    private Malformed() {}

    static IllegalArgumentException cut(String format) {
        return new IllegalArgumentException(format + " data ends too early");
    }

    static IllegalArgumentException length(String format, int plainLength) {
        return new IllegalArgumentException(
                format + " data does not become the " + plainLength + " bytes of the batch's header");
    }

    static IllegalArgumentException invalid(String format, String what) {
        return new IllegalArgumentException(format + " data: " + what);
    }

    /** Returns the index after a part of the data. */
    static int pass(String format, int at, int length, int end) {
        if (length < 0 || length > end - at) {
            throw cut(format);
        }
        return at + length;
    }
}
