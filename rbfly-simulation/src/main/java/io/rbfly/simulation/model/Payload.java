package io.rbfly.simulation.model;

import io.netty.buffer.ByteBuf;

/** The content of a message: whose it is and its number, at the end of any other bytes. */
public final class Payload {
    /** The length of what identifies a message. */
    public static final int LENGTH = 12;

    private Payload() {}

    /** Creates the content of a message. */
    public static byte[] of(int publisher, long number, int padding) {
        byte[] bytes = new byte[padding + LENGTH];
        int position = padding;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[position++] = (byte) (publisher >>> shift);
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[position++] = (byte) (number >>> shift);
        }
        return bytes;
    }

    /** The publisher of a message that ends before a position; -1 if the message is too short. */
    public static int publisher(byte[] bytes, int end) {
        return end < LENGTH ? -1 : (int) value(bytes, end - LENGTH, 4);
    }

    /** The number of a message that ends before a position. */
    public static long number(byte[] bytes, int end) {
        return end < LENGTH ? -1 : value(bytes, end - 8, 8);
    }

    /** The publisher of a message that ends before an index; -1 if the message is too short. */
    public static int publisher(ByteBuf bytes, int end) {
        return end < LENGTH ? -1 : bytes.getInt(end - LENGTH);
    }

    /** The number of a message that ends before an index. */
    public static long number(ByteBuf bytes, int end) {
        return end < LENGTH ? -1 : bytes.getLong(end - Long.BYTES);
    }

    private static long value(byte[] bytes, int position, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[position + i] & 0xff;
        }
        return value;
    }
}
