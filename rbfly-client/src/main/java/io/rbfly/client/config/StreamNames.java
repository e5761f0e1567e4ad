package io.rbfly.client.config;

import io.netty.buffer.ByteBufUtil;
import io.rbfly.protocol.wire.Check;

/**
 * Checks names of streams to be created in a virtual host: brokers derive a file name from both.
 *
 * @param maxBytes the maximum length of a name in UTF-8
 */
public record StreamNames(int maxBytes) {
    /** The maximum length of a file name. */
    private static final int FILE_NAME_BYTES = 255;

    /**
     * The length of what brokers add to the names of virtual host and stream in a file name: two characters, and a time
     * of 19 digits.
     */
    private static final int ADDED_BYTES = 21;

    /** Returns the check for a virtual host. */
    public static StreamNames of(String virtualHost) {
        return new StreamNames(FILE_NAME_BYTES - ADDED_BYTES - ByteBufUtil.utf8Bytes(virtualHost));
    }

    /**
     * Checks the name of a stream to be created.
     *
     * @param what it is, for the message
     */
    public void check(String what, String name) {
        Check.name(what, name);
        int length = ByteBufUtil.utf8Bytes(name);
        if (length > maxBytes) {
            throw new IllegalArgumentException(what + ": " + length + " bytes (expected: at most " + maxBytes
                    + " in UTF-8 in this virtual host: brokers derive a file name from both)");
        }
    }
}
