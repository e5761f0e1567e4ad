package io.rbfly.protocol.frame;

import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A pool of memory for frames, bounded in number and in size. Not thread safe.
 *
 * @param <T> the type of a piece of memory
 */
public final class ReusePool<T> {
    /** The bytes that a frame may waste in addition to its own size, since it may be retained for a long time. */
    private static final int MAX_WASTE = 1024;

    private final int maxCount;
    private final int maxBytes;
    private final ToIntFunction<T> size;
    private final Consumer<T> discard;
    /** In the order in which they were given back. */
    private final ArrayList<T> free = new ArrayList<>();

    private int freeBytes;
    /** Whether anything was given back. */
    private boolean isUsed;

    /**
     * Creates an empty pool.
     *
     * @param maxCount the most pieces that it retains
     * @param maxBytes the most bytes that it retains
     * @param size returns the size of a piece in bytes
     * @param discard frees a piece that is not retained
     */
    public ReusePool(int maxCount, int maxBytes, ToIntFunction<T> size, Consumer<T> discard) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
        this.size = size;
        this.discard = discard;
    }

    /**
     * Returns a size of at least so many bytes, and at most a quarter more, for a new piece: there are few such sizes,
     * so that pieces for frames of slightly different lengths can replace each other. It is exact if the pool would not
     * retain the piece, and as long as nothing was given back, since it may be that nothing ever is.
     */
    public int sizeFor(int bytes) {
        int step = Integer.highestOneBit(Math.max(bytes, 1)) / 4;
        if (!isUsed || step == 0 || bytes > maxBytes) {
            return bytes;
        }
        int size = (bytes + step - 1) / step * step;
        return size <= maxBytes ? size : bytes;
    }

    /**
     * Returns a piece of at least this size, but not much more than twice as large; null if there is none. It is the
     * smallest of them, and of several the one that was given back last.
     */
    public @Nullable T take(int bytes) {
        int best = -1;
        int bestCapacity = Integer.MAX_VALUE;
        for (int i = free.size() - 1; i >= 0 && bestCapacity > bytes; i--) {
            int capacity = size.applyAsInt(free.get(i));
            if (capacity >= bytes && capacity < bestCapacity && capacity / 2 <= bytes + MAX_WASTE) {
                best = i;
                bestCapacity = capacity;
            }
        }
        if (best < 0) {
            return null;
        }
        freeBytes -= bestCapacity;
        return free.remove(best);
    }

    /** Gives back a piece that is no longer used. It is retained unless it is too large. */
    public void giveBack(T piece) {
        isUsed = true;
        int capacity = size.applyAsInt(piece);
        if (capacity > maxBytes) {
            discard.accept(piece);
            return;
        }
        free.add(piece);
        freeBytes += capacity;
        while (free.size() > maxCount || freeBytes > maxBytes) {
            T oldest = free.remove(0);
            freeBytes -= size.applyAsInt(oldest);
            discard.accept(oldest);
        }
    }

    /** Discards all pieces. */
    public void clear() {
        free.forEach(discard);
        free.clear();
        freeBytes = 0;
    }
}
