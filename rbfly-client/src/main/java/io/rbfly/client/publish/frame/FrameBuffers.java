package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.frame.ReusePool;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for frames: that of frames which were sent and confirmed, as long as there is any, or new. It holds
 * little, and nothing once it is closed. Frames begin in threads of senders and end on the event loop.
 */
final class FrameBuffers {
    private final ReusePool<ByteBuf> free = new ReusePool<>(ByteBuf::capacity, ByteBuf::release);
    private boolean closed;

    /** An empty buffer of this capacity, or of one that is larger, but not much more than twice as large. It grows. */
    ByteBuf take(int capacity) {
        ByteBuf reused = poll(capacity);
        return reused != null ? reused : Unpooled.directBuffer(capacity);
    }

    private synchronized @Nullable ByteBuf poll(int capacity) {
        return free.take(capacity);
    }

    /** Takes a buffer back, or only releases it when its bytes are still on their way into a channel. */
    synchronized void giveBack(ByteBuf buffer) {
        if (closed || buffer.refCnt() > 1) {
            buffer.release();
        } else {
            free.giveBack(buffer.clear());
        }
    }

    /** Frees what nobody uses, and from now on what comes back. */
    synchronized void close() {
        closed = true;
        free.clear();
    }
}
