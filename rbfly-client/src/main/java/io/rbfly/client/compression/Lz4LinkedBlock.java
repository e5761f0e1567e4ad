package io.rbfly.client.compression;

/**
 * Decompresses an LZ4 block that refers to bytes of the blocks before it, which lz4-java cannot do. Other clients write
 * such blocks when a batch has more than one of them.
 *
 * <pre>
 *   sequence:  4 bits literals, 4 bits match length - 4 | more of the first | literals | distance uint16 | more of the second
 * </pre>
 */
final class Lz4LinkedBlock {
    private static final int MIN_MATCH = 4;
    private static final int MORE = 15;

    private final byte[] data;
    private final int end;
    private int next;

    private Lz4LinkedBlock(byte[] data, int position, int length) {
        this.data = data;
        this.next = position;
        this.end = position + length;
    }

    /**
     * Decompresses a block.
     *
     * @param start the index of the first byte that it may refer to
     * @param at the index of its first plain byte
     * @param limit the index after the last one that it may write
     * @return the index after its last plain byte
     */
    static int decompress(byte[] data, int position, int length, byte[] target, int start, int at, int limit) {
        return new Lz4LinkedBlock(data, position, length).decompress(target, start, at, limit);
    }

    private int decompress(byte[] target, int start, int at, int limit) {
        int filled = at;
        while (true) {
            int token = uint8();
            int literals = length(token >> 4);
            if (literals > end - next || literals > limit - filled) {
                throw Malformed.invalid("lz4", "literals exceed the block");
            }
            System.arraycopy(data, next, target, filled, literals);
            next += literals;
            filled += literals;
            if (next == end) {
                return filled; // the last sequence has literals only
            }
            int distance = uint8() | uint8() << 8;
            int match = length(token & MORE) + MIN_MATCH;
            if (distance == 0 || distance > filled - start || match < 0 || match > limit - filled) {
                throw Malformed.invalid("lz4", "match outside of the frame");
            }
            copy(target, filled, distance, match);
            filled += match;
        }
    }

    private static void copy(byte[] target, int at, int distance, int length) {
        if (distance >= length) {
            System.arraycopy(target, at - distance, target, at, length);
            return;
        }
        for (int i = at; i < at + length; i++) { // it overlaps itself, and so repeats
            target[i] = target[i - distance];
        }
    }

    private int length(int first) {
        int length = first;
        int more = first == MORE ? 255 : 0;
        while (more == 255) {
            more = uint8();
            length += more;
            if (length < 0) {
                throw Malformed.invalid("lz4", "length too large");
            }
        }
        return length;
    }

    private int uint8() {
        if (next == end) {
            throw Malformed.cut("lz4");
        }
        return data[next++] & 0xff;
    }
}
