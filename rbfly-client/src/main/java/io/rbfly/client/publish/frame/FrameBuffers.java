package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for frames: that of frames which are done with, as long as there is any, or new. It holds little, and nothing
 * once it is closed. Frames begin in threads of senders and end on the event loop.
 */
final class FrameBuffers {
    /** Somewhat more than the frames that are under way by default. */
    private static final int MAX = 16;

    private static final int MAX_BYTES = 8 << 20;

    /** What a frame may waste beside its own size. */
    private static final int SMALL = 1024;

    private final ArrayDeque<ByteBuf> free = new ArrayDeque<>(MAX);
    private int freeBytes;
    private boolean closed;

    /** An empty buffer of this capacity, or of one that is larger, but not much more than twice as large. It grows. */
    ByteBuf take(int capacity) {
        ByteBuf reused = poll(capacity);
        return reused != null ? reused : Unpooled.directBuffer(capacity);
    }

    private synchronized @Nullable ByteBuf poll(int capacity) {
        for (Iterator<ByteBuf> latestFirst = free.descendingIterator(); latestFirst.hasNext(); ) {
            ByteBuf buffer = latestFirst.next();
            if (buffer.capacity() >= capacity && buffer.capacity() / 2 <= capacity + SMALL) {
                latestFirst.remove();
                freeBytes -= buffer.capacity();
                return buffer;
            }
        }
        return null;
    }

    /** Takes a buffer back, or only releases it when its bytes are still on their way into a channel. */
    synchronized void giveBack(ByteBuf buffer) {
        if (closed || buffer.refCnt() > 1 || buffer.capacity() > MAX_BYTES) {
            buffer.release();
            return;
        }
        free.addLast(buffer.clear());
        freeBytes += buffer.capacity();
        while (free.size() > MAX || freeBytes > MAX_BYTES) {
            ByteBuf oldest = free.removeFirst();
            freeBytes -= oldest.capacity();
            oldest.release();
        }
    }

    /** Frees what nobody uses, and from now on what comes back. */
    synchronized void close() {
        closed = true;
        free.forEach(ByteBuf::release);
        free.clear();
        freeBytes = 0;
    }
}
