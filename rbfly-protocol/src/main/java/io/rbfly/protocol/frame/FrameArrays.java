package io.rbfly.protocol.frame;

import org.jspecify.annotations.Nullable;

/**
 * Provides arrays for frames that are retained while the next one is read. It reuses arrays that were given back, of
 * which it retains a limited number. Must be used by one thread only.
 */
public final class FrameArrays {
    /** Those of the chunks of several subscriptions, or of one that reads far ahead. */
    private static final int MAX_COUNT = 128;

    private static final int MAX_BYTES = 8 << 20;

    private final ReusePool<byte[]> free = new ReusePool<>(MAX_COUNT, MAX_BYTES, array -> array.length, array -> {});

    /** Creates an empty pool. */
    public FrameArrays() {}

    /** Returns an array that has this length, or is longer, but not much more than twice as long. */
    public byte[] take(int length) {
        byte[] reused = poll(length);
        return reused != null ? reused : new byte[free.sizeFor(length)];
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
