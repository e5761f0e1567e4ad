package io.rbfly.client.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Makes a channel read into the same memory each time. Bytes are processed before the next read, so one buffer is
 * enough. This saves the work of a pool for each read, and the time in which the JVM starts its flight recorder for the
 * events of Netty's pools, which is a fifth of the time to a program's first message.
 *
 * <p>The memory is small at first and grows when a read fills it: a connection that only publishes needs little, and
 * one that receives chunks is faster with few large reads.
 */
final class ReadBufferAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int MIN_SIZE = 1 << 14;
    static final int MAX_SIZE = 1 << 18;
    private static final int GROWTH = 4;

    /** The maximum number of consecutive reads before other work. */
    private static final int READS = 4;

    ReadBufferAllocator() {
        super(READS);
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new Reused();
    }

    /** The memory of one channel, which is freed by the garbage collector. */
    private final class Reused extends MaxMessageHandle {
        private ByteBuf buffer = ofCapacity(MIN_SIZE);
        private boolean filled;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            if (filled && guess() < MAX_SIZE) {
                filled = false;
                buffer = ofCapacity(guess() * GROWTH);
            }
            boolean inUse = buffer.refCnt() > 1;
            return inUse ? allocator.ioBuffer(guess()) : buffer.clear().retain();
        }

        @Override
        public int guess() {
            return buffer.capacity();
        }

        @Override
        public void lastBytesRead(int bytes) {
            super.lastBytesRead(bytes);
            filled = bytes == guess();
        }

        private static ByteBuf ofCapacity(int capacity) {
            return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(capacity));
        }
    }
}
