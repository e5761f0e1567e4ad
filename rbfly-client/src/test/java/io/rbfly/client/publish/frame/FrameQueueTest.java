package io.rbfly.client.publish.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.loop.LoopTimer;
import io.rbfly.client.publish.outcome.SendFuture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameQueueTest {
    private static final int MEGA = 1 << 20;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final FrameQueue queue = new FrameQueue(
            PublisherOptions.DEFAULT.withMaxPendingBytes(16 * MEGA),
            UnpooledByteBufAllocator.DEFAULT,
            new LoopTimer(loop));
    private final List<OutgoingFrame> taken = new ArrayList<>();
    private long accepted;

    @AfterEach
    void close() {
        while (queue.first() != null) {
            taken.add(queue.take());
        }
        taken.forEach(OutgoingFrame::release);
        queue.close();
        loop.shutdownGracefully();
    }

    private void add(int length) {
        queue.add(accepted, accepted, null, MessageEncoding.RAW, new byte[length], new SendFuture(() -> false));
        accepted++;
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000, 300_000})
    void fullFramesHoldLittleMoreThanTheirMessages(int length) {
        queue.frameLimit(MEGA);
        while (accepted * length < 10 * MEGA) {
            add(length);
        }
        // twice as much as the messages would not be within the bound
        assertThatCode(queue::requireMemory).doesNotThrowAnyException();
    }

    @Test
    void aFrameEndsIfAMessageLikeTheLastWouldNotFit() {
        queue.frameLimit(1000);
        for (int i = 0; i < 8; i++) {
            add(300);
        }
        for (int i = 0; i < 2; i++) {
            OutgoingFrame frame = queue.take();
            taken.add(frame);
            assertThat(frame.slots().count()).isEqualTo(3);
            assertThat(frame.size()).isLessThanOrEqualTo(1000);
        }
        assertThat(queue.hasFull()).isFalse();
        assertThat(queue.inOpen()).isEqualTo(2);
    }

    @Test
    void aLongMessageThatDoesNotFitAfterShortOnesOpensTheNextFrame() {
        queue.frameLimit(1000);
        add(100);
        add(100);
        add(900);
        OutgoingFrame first = queue.take();
        taken.add(first);
        assertThat(first.slots().count()).isEqualTo(2);
        assertThat(queue.inOpen()).isEqualTo(1);
    }

    @Test
    void messagesThatDoNotFitIntoTheWindowTogetherAreNotInOneFrame() {
        FrameQueue limited = new FrameQueue(
                PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(1000),
                UnpooledByteBufAllocator.DEFAULT,
                new LoopTimer(loop));
        limited.frameLimit(MEGA);
        List<Integer> frames = new ArrayList<>();
        for (int length : List.of(100, 100, 900, 2000, 100)) {
            limited.add(accepted, accepted, null, MessageEncoding.RAW, new byte[length], new SendFuture(() -> false));
            accepted++;
        }
        while (limited.first() != null) {
            OutgoingFrame frame = limited.take();
            frames.add(frame.slots().count());
            frame.release();
        }
        limited.close();

        assertThat(frames).containsExactly(2, 1, 1, 1);
    }
}
