package io.rbfly.client.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class ReadBufferAllocatorTest {
    private final UnpooledByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
    private final ReadBufferAllocator reading = new ReadBufferAllocator();

    @Test
    void eachReadOfAChannelIsIntoTheSameMemory() {
        var handle = reading.newHandle();
        ByteBuf first = handle.allocate(allocator);
        first.writeLong(1).readLong();
        first.release();

        ByteBuf second = handle.allocate(allocator);
        assertThat(second).isSameAs(first);
        assertThat(second.isReadable()).isFalse();
        assertThat(second.isDirect()).isTrue();
        assertThat(second.writableBytes()).isEqualTo(handle.guess());
        second.release();
    }

    @Test
    void memoryGrowsAsLongAsReadsFillIt() {
        var handle = reading.newHandle();
        assertThat(handle.guess()).isEqualTo(ReadBufferAllocator.MIN_SIZE);

        handle.lastBytesRead(ReadBufferAllocator.MIN_SIZE - 1);
        handle.allocate(allocator).release();
        assertThat(handle.guess()).isEqualTo(ReadBufferAllocator.MIN_SIZE);

        for (int i = 0; i < 10; i++) {
            handle.lastBytesRead(handle.guess());
            ByteBuf buffer = handle.allocate(allocator);
            assertThat(buffer.writableBytes()).isEqualTo(handle.guess());
            buffer.release();
        }
        assertThat(handle.guess()).isEqualTo(ReadBufferAllocator.MAX_SIZE);
    }

    @Test
    void bytesThatSomebodyKeepsAreNotWrittenOver() {
        var handle = reading.newHandle();
        ByteBuf kept = handle.allocate(allocator);
        kept.writeLong(1);

        ByteBuf next = handle.allocate(allocator);
        assertThat(next).isNotSameAs(kept);
        next.writeLong(2);
        assertThat(kept.readLong()).isEqualTo(1);
        next.release();
        kept.release();
    }

    @Test
    void channelsDoNotShareMemory() {
        ByteBuf one = reading.newHandle().allocate(allocator);
        ByteBuf other = reading.newHandle().allocate(allocator);
        assertThat(one).isNotSameAs(other);
        one.release();
        other.release();
    }
}
