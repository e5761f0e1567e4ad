package io.rbfly.protocol.frame;

import org.jspecify.annotations.Nullable;

/**
 * Arrays for frames that outlive the reading of the next one: arrays that were given back, as long as there are any, or
 * new ones. It holds few of them. Used by one thread.
 */
public final class FrameArrays {
    private final ReusePool<byte[]> free = new ReusePool<>(array -> array.length, array -> {});

    /** None yet. */
    public FrameArrays() {}

    /** An array of this length, or one that is longer, but not much more than twice as long. */
    public byte[] take(int length) {
        byte[] reused = poll(length);
        return reused != null ? reused : new byte[length];
    }

    /** As {@link #take}, but only one that was given back, or null. */
    byte @Nullable [] poll(int length) {
        return free.take(length);
    }

    /** Takes an array back that nobody reads any more. */
    public void giveBack(byte[] array) {
        free.giveBack(array);
    }
}
