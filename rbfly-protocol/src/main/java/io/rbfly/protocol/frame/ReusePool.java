package io.rbfly.protocol.frame;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Memory of frames that is kept for other frames: the latest first, a bounded number and a bounded size. Not safe for
 * threads.
 *
 * @param <T> a piece of memory
 */
public final class ReusePool<T> {
    /** Somewhat more than the frames or chunks that are under way by default. */
    private static final int MAX_COUNT = 16;

    private static final int MAX_BYTES = 8 << 20;

    /** What a frame may waste of its memory beside its own size: it may be kept for long. */
    private static final int MAX_WASTE = 1024;

    private final ToIntFunction<T> size;
    private final Consumer<T> discard;
    private final ArrayDeque<T> free = new ArrayDeque<>(MAX_COUNT);
    private int freeBytes;

    /**
     * An empty pool.
     *
     * @param size of a piece, in bytes
     * @param discard frees a piece that is not kept
     */
    public ReusePool(ToIntFunction<T> size, Consumer<T> discard) {
        this.size = size;
        this.discard = discard;
    }

    /** A piece of at least this size, but not much more than twice as large; null when there is none. */
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

    /** Takes a piece back that nobody uses any more, and keeps it if it is not too large. */
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

    /** Discards all. */
    public void clear() {
        free.forEach(discard);
        free.clear();
        freeBytes = 0;
    }
}
