package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rbfly.protocol.frame.ReusePool;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Memory for frames: reused from confirmed frames, or newly allocated. Only a small amount is kept for reuse, and
 * nothing after closing. Frames are opened in sending threads and released on the event loop.
 */
final class FrameBuffers {
    /** Slightly more than the frames that are in flight by default. */
    private static final int MAX_COUNT = 16;

    private static final int MAX_BYTES = 8 << 20;

    private final ReusePool<ByteBuf> free = new ReusePool<>(MAX_COUNT, MAX_BYTES, ByteBuf::capacity, ByteBuf::release);
    private final IntFunction<ByteBuf> allocate;
    private boolean closed;

    private FrameBuffers(IntFunction<ByteBuf> allocate) {
        this.allocate = allocate;
    }

    /** Direct memory, for frames that are sent. */
    static FrameBuffers direct(ByteBufAllocator memory) {
        return new FrameBuffers(memory::directBuffer);
    }

    /** Arrays, for frames that are compressed before they are sent. */
    static FrameBuffers arrays(ByteBufAllocator memory) {
        return new FrameBuffers(memory::heapBuffer);
    }

    /** Returns an empty buffer of this capacity, or of a larger one up to about twice as large. It grows on demand. */
    ByteBuf take(int capacity) {
        ByteBuf reused = poll(capacity);
        return reused != null ? reused : allocate.apply(capacity);
    }

    private synchronized @Nullable ByteBuf poll(int capacity) {
        return free.take(capacity);
    }

    /** Takes back a buffer; only releases it if its bytes are still being written to a channel, or compressed. */
    synchronized void giveBack(ByteBuf buffer) {
        if (closed || buffer.refCnt() > 1) {
            buffer.release();
        } else {
            free.giveBack(buffer.clear());
        }
    }

    /** Frees the unused buffers, and from now on those that are returned. */
    synchronized void close() {
        closed = true;
        free.clear();
    }
}
