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
        return hashOfBytes(isAscii(key) ? key : bytes(key));
    }

    private static boolean isAscii(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The UTF-8 bytes of a key as characters: those of ASCII keys, which are most, need no copy. */
    private static String bytes(String key) {
        return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int hashOfBytes(String bytes) {
        int hash = SEED;
        int length = bytes.length();
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash ^= mixed(
                    bytes.charAt(i) | bytes.charAt(i + 1) << 8 | bytes.charAt(i + 2) << 16 | bytes.charAt(i + 3) << 24);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int i = length - 1; i >= whole; i--) {
            rest = rest << 8 | bytes.charAt(i);
        }
        hash ^= mixed(rest) ^ length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }
}
