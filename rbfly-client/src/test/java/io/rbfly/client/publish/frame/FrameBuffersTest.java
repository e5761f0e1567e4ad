package io.rbfly.client.publish.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameBuffersTest {
    private static final int KILO = 1 << 10;
    private static final int MEGA = 1 << 20;

    private final FrameBuffers buffers = FrameBuffers.direct(UnpooledByteBufAllocator.DEFAULT);

    @AfterEach
    void close() {
        buffers.close();
    }

    @Test
    void aBufferThatCameBackIsTakenAgainAndIsEmpty() {
        ByteBuf first = buffers.take(KILO);
        first.writeLong(1);
        buffers.giveBack(first);

        ByteBuf second = buffers.take(KILO);
        assertThat(second).isSameAs(first);
        assertThat(second.isReadable()).isFalse();
        assertThat(second.writerIndex()).isZero();
        second.release();
    }

    @Test
    void aBufferThatIsTooSmallOrMuchTooLargeIsLeftForOthers() {
        ByteBuf medium = buffers.take(100 * KILO);
        buffers.giveBack(medium);

        ByteBuf larger = buffers.take(100 * KILO + 1);
        ByteBuf small = buffers.take(KILO);
        assertThat(larger).isNotSameAs(medium);
        assertThat(larger.capacity()).isGreaterThan(100 * KILO);
        assertThat(small).isNotSameAs(medium);
        ByteBuf fitting = buffers.take(60 * KILO);
        assertThat(fitting).isSameAs(medium);
        Stream.of(larger, small, fitting).forEach(ByteBuf::release);
    }

    @Test
    void aBufferGrowsWhenItIsTaken() {
        ByteBuf buffer = buffers.take(16);
        buffer.writeBytes(new byte[KILO]);
        assertThat(buffer.readableBytes()).isEqualTo(KILO);
        buffers.giveBack(buffer);
    }

    @Test
    void bytesThatAreStillOnTheirWayAreNotWrittenOver() {
        ByteBuf frame = buffers.take(KILO);
        frame.writeLong(1);
        ByteBuf onItsWay = frame.retainedDuplicate();
        buffers.giveBack(frame);

        ByteBuf next = buffers.take(KILO);
        assertThat(next).isNotSameAs(frame);
        next.writeLong(2);
        assertThat(onItsWay.getLong(0)).isEqualTo(1);
        onItsWay.release();
        assertThat(frame.refCnt()).isZero();
        next.release();
    }

    @Test
    void ofManyTheOldestAreFreed() {
        List<ByteBuf> many = Stream.generate(() -> buffers.take(KILO)).limit(20).toList();
        many.forEach(buffers::giveBack);
        assertThat(many).filteredOn(buffer -> buffer.refCnt() == 0).containsExactlyElementsOf(many.subList(0, 4));
    }

    @Test
    void noMoreThanEightMegabytesAreHeld() {
        List<ByteBuf> large =
                Stream.generate(() -> buffers.take(3 * MEGA)).limit(3).toList();
        large.forEach(buffers::giveBack);
        assertThat(large).extracting(ByteBuf::refCnt).containsExactly(0, 1, 1);

        ByteBuf tooLarge = buffers.take(9 * MEGA);
        buffers.giveBack(tooLarge);
        assertThat(tooLarge.refCnt()).isZero();
        assertThat(large).extracting(ByteBuf::refCnt).containsExactly(0, 1, 1);
    }

    @Test
    void afterClosingItFreesItsBuffersAndThoseReturnedLater() {
        ByteBuf held = buffers.take(KILO);
        ByteBuf underWay = buffers.take(KILO);
        buffers.giveBack(held);
        buffers.close();
        assertThat(held.refCnt()).isZero();

        buffers.giveBack(underWay);
        assertThat(underWay.refCnt()).isZero();
    }
}
