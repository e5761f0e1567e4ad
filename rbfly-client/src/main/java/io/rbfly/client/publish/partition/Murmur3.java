package io.rbfly.client.publish.partition;

import java.nio.charset.StandardCharsets;

/** The hash by which all official clients choose partitions: MurmurHash3 with 32 bits and their seed. */
final class Murmur3 {
    private static final int SEED = 104729;
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    /** Returns the index of a key among a number of partitions. */
    static int partition(String key, int partitions) {
        return Integer.remainderUnsigned(hash(key), partitions);
    }

    static int hash(String key) {
        return hash(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int hash(byte[] bytes) {
        int hash = SEED;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash ^= mixed(bytes[i] & 0xff
                    | (bytes[i + 1] & 0xff) << 8
                    | (bytes[i + 2] & 0xff) << 16
                    | (bytes[i + 3] & 0xff) << 24);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int i = bytes.length - 1; i >= whole; i--) {
            rest = rest << 8 | bytes[i] & 0xff;
        }
        hash ^= mixed(rest) ^ bytes.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }
}
