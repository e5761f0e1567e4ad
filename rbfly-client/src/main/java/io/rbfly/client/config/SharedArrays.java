package io.rbfly.client.config;

import io.rbfly.protocol.frame.ReusePool;

/**
 * Arrays for decompressed batches, which all subscriptions of a client reuse, also one after the other. For use in any
 * thread.
 */
public final class SharedArrays {
    private static final int MAX_COUNT = 512;

    /** A few times what one subscription decompresses ahead. */
    private static final int MAX_BYTES = 4 << 20;

    private static final byte[] EMPTY = {};

    private final ReusePool<byte[]> free = new ReusePool<>(MAX_COUNT, MAX_BYTES, array -> array.length, array -> {});

    /** Returns an array that has this length, or is longer, but not much more than twice as long. */
    public byte[] take(int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] reused;
        int size;
        synchronized (this) {
            reused = free.take(length);
            size = free.sizeFor(length);
        }
        return reused != null ? reused : new byte[size];
    }

    /** Gives back an array that is no longer read. */
    public synchronized void giveBack(byte[] array) {
        free.giveBack(array);
    }
}
