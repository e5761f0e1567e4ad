package io.rbfly.client.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Lets a channel read into the same memory again and again. Bytes are dealt with before the next read, so there is
 * never use for more, and a pool's work for each read is saved; so is the time in which the JVM starts its flight
 * recorder for the events of Netty's pools, a fifth of what a program takes to its first message.
 *
 * <p>The memory begins small and grows when a read fills it: a connection that only publishes needs little, one that
 * chunks come through is quicker with few large reads.
 */
final class ReadBufferAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int MIN_SIZE = 1 << 14;
    static final int MAX_SIZE = 1 << 18;
    private static final int GROWTH = 4;

    /** Reads between two looks at what else is to do. */
    private static final int READS = 4;

    ReadBufferAllocator() {
        super(READS);
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new Reused();
    }

    /** The memory of one channel. It is freed by the garbage collector. */
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
