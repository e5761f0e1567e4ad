package io.rbfly.protocol.frame;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A pool of memory for frames, last in first out, bounded in number and in size. Not thread safe.
 *
 * @param <T> the type of a piece of memory
 */
public final class ReusePool<T> {
    /** Slightly more than the frames or chunks that are in flight by default. */
    private static final int MAX_COUNT = 16;

    private static final int MAX_BYTES = 8 << 20;

    /** The bytes that a frame may waste in addition to its own size, since it may be retained for a long time. */
    private static final int MAX_WASTE = 1024;

    private final ToIntFunction<T> size;
    private final Consumer<T> discard;
    private final ArrayDeque<T> free = new ArrayDeque<>(MAX_COUNT);
    private int freeBytes;

    /**
     * Creates an empty pool.
     *
     * @param size returns the size of a piece in bytes
     * @param discard frees a piece that is not retained
     */
    public ReusePool(ToIntFunction<T> size, Consumer<T> discard) {
        this.size = size;
        this.discard = discard;
    }

    /** Returns a piece of at least this size, but not much more than twice as large; null if there is none. */
    public @Nullable T take(int bytes) {
        for (Iterator<T> latestFirst = free.descendingIterator(); latestFirst.hasNext(); ) {
            T piece = latestFirst.next();
            int capacity = size.applyAsInt(piece);
            if (capacity >= bytes && capacity / 2 <= bytes + MAX_WASTE) {
                latestFirst.remove();
                freeBytes -= capacity;
                return piece;
            }
        }
        return null;
    }

    /** Gives back a piece that is no longer used. It is retained unless it is too large. */
    public void giveBack(T piece) {
        int capacity = size.applyAsInt(piece);
        if (capacity > MAX_BYTES) {
            discard.accept(piece);
            return;
        }
        free.addLast(piece);
        freeBytes += capacity;
        while (free.size() > MAX_COUNT || freeBytes > MAX_BYTES) {
            T oldest = free.removeFirst();
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
