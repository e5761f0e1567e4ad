package io.rbfly.protocol;

import java.util.List;

/** Names at and beyond the limits. Accents make the count of bytes differ from that of characters. */
public final class Names {
    /** 255 bytes. */
    public static final String MAX = "é".repeat(127) + "e";

    /** 256 bytes in 128 characters. */
    public static final String TOO_LONG = "é".repeat(128);

    private Names() {}

    /** References that a broker must not get. */
    public static List<String> badReferences() {
        return List.of("", TOO_LONG);
    }

    /** Names of streams that a broker must not get. */
    public static List<String> badStreams() {
        return List.of("", TOO_LONG, "de\rmo", "demo\n");
    }
}
