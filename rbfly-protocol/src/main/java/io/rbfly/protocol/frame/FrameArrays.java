package io.rbfly.protocol.frame;

import org.jspecify.annotations.Nullable;

/**
 * Provides arrays for frames that are retained while the next one is read. It reuses arrays that were given back and
 * retains few of them. Must be used by one thread only.
 */
public final class FrameArrays {
    private final ReusePool<byte[]> free = new ReusePool<>(array -> array.length, array -> {});

    /** Creates an empty pool. */
    public FrameArrays() {}

    /** Returns an array that has this length, or is longer, but not much more than twice as long. */
    public byte[] take(int length) {
        byte[] reused = poll(length);
        return reused != null ? reused : new byte[length];
    }

    /** Returns an array like {@link #take} that was given back, or null if there is none. */
    byte @Nullable [] poll(int length) {
        return free.take(length);
    }

    /** Gives back an array that is no longer read. */
    public void giveBack(byte[] array) {
        free.giveBack(array);
    }
}
