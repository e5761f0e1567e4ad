package io.rbfly.protocol.frame;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for frames that outlive the reading of the next one: those that somebody has given back, as long as there are any, or new
 * ones. It holds few of them. Used by one thread.
 */
public final class FrameArrays {
    /** Somewhat more than the chunks that are under way by default. */
    private static final int MAX = 16;

    private static final int MAX_BYTES = 8 << 20;

    /** What a frame may waste of an array beside its own size: somebody may keep it for long. */
    private static final int SMALL = 1024;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>(MAX);
    private int freeBytes;

    /** None yet. */
    public FrameArrays() {}

    /** An array of this length, or one that is longer, but not much more than twice as long. */
    public byte[] take(int length) {
        byte[] reused = poll(length);
        return reused != null ? reused : new byte[length];
    }

    /** As {@link #take}, but only one that was given back, or null. */
    byte @Nullable [] poll(int length) {
        for (Iterator<byte[]> latestFirst = free.descendingIterator(); latestFirst.hasNext(); ) {
            byte[] array = latestFirst.next();
            if (array.length >= length && array.length / 2 <= length + SMALL) {
                latestFirst.remove();
                freeBytes -= array.length;
                return array;
            }
        }
        return null;
    }

    /** Takes an array back at which nobody will look any more. */
    public void giveBack(byte[] array) {
        if (array.length > MAX_BYTES) {
            return;
        }
        free.addLast(array);
        freeBytes += array.length;
        while (free.size() > MAX || freeBytes > MAX_BYTES) {
            freeBytes -= free.removeFirst().length;
        }
    }
}
