package io.rbfly.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Lets a channel read into the same memory again and again. Bytes are dealt with before the next read, so there is never use
 * for more, and a pool's work for each read is saved; so is the time in which the JVM starts its flight recorder for
 * the events of Netty's pools, a fifth of what a program takes to its first message.
 */
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int SIZE = 1 << 16;

    /** Reads between two looks at what else is to do. */
    private static final int READS = 16;

    ReadBuffer() {
        super(READS);
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new Reused();
    }

    /** The memory of one channel. It is freed by the garbage collector. */
    private final class Reused extends MaxMessageHandle {
        private final ByteBuf buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SIZE));

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            boolean inUse = buffer.refCnt() > 1;
            return inUse ? allocator.ioBuffer(SIZE) : buffer.clear().retain();
        }

        @Override
        public int guess() {
            return SIZE;
        }
    }
}
