package io.rbfly.client.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.SendFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was accepted and is not sent: when a frame leaves, and when the event loop is woken for it. */
class OutgoingBatchTest {
    private final Clock clock = new Clock();
    private final InFlightWindow window = new InFlightWindow(100, 1 << 20);
    private int wakeups;
    private final OutgoingBatch batch = new OutgoingBatch(
            PublisherOptions.DEFAULT.withMaxFrameDelay(Duration.ofMillis(2)),
            UnpooledByteBufAllocator.DEFAULT,
            clock,
            () -> false,
            () -> wakeups++,
            null,
            Runnable::run,
            null);

    private static final class Clock implements Timer {
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void agreeOnFrames() {
        batch.frameLimit(1 << 20);
    }

    @AfterEach
    void close() {
        batch.takeWhile(frame -> true).forEach(OutgoingFrame::release);
        window.settleWhile(frame -> true, outcome -> {});
        batch.end(new ClosedException("closed")).run();
    }

    private void add(int messages) {
        for (int i = 0; i < messages; i++) {
            batch.add(MessageEncoding.RAW, new byte[] {1}, null, new SendFuture(() -> false));
        }
    }

    /** Messages of the frame that leaves now; 0 when none does. */
    private int poll() {
        OutgoingFrame frame = batch.poll(window);
        if (frame == null) {
            return 0;
        }
        window.add(frame);
        return frame.slots().count();
    }

    private void confirm(long id) {
        window.settle(id, (outcome, settled) -> {});
        batch.settled(window);
    }

    @Test
    void aLoneMessageLeavesAtOnce() {
        add(1);

        assertThat(wakeups).isEqualTo(1);
        assertThat(poll()).isEqualTo(1);
        assertThat(poll()).isZero();
    }

    @Test
    void theLoopIsWokenOnceUntilItHasFoundNothing() {
        add(3);
        assertThat(wakeups).isEqualTo(1);
        assertThat(poll()).isEqualTo(3);
        assertThat(poll()).isZero();

        add(6);

        assertThat(wakeups).isEqualTo(2);
    }

    @Test
    void aFrameWaitsForTwiceAsManyMessagesAsAreUnderWay() {
        add(2);
        poll();
        assertThat(poll()).isZero();
        add(3);
        assertThat(poll()).isZero();

        add(1);

        assertThat(poll()).isEqualTo(4);
    }

    @Test
    void aFrameLeavesWhenItHasWaitedLongEnough() {
        add(2);
        poll();
        add(1);
        assertThat(poll()).isZero();
        assertThat(batch.beginTimer()).isEqualTo(Duration.ofMillis(2).toNanos());
        assertThat(batch.beginTimer()).as("one timer is enough").isNegative();

        clock.now += Duration.ofMillis(2).toNanos();
        batch.endTimer();

        assertThat(poll()).isEqualTo(1);
    }

    @Test
    void aConfirmMakesAFrameLeave() {
        add(2);
        poll();
        add(1);
        assertThat(poll()).isZero();

        confirm(1);
        confirm(2);

        assertThat(poll()).isEqualTo(1);
    }

    @Test
    void aFrameThatTheWindowHasNoRoomForWaits() {
        add(100);
        assertThat(poll()).isEqualTo(100);
        add(5);
        clock.now += Duration.ofMillis(2).toNanos();
        assertThat(poll()).isZero();

        for (int id = 1; id <= 5; id++) {
            confirm(id);
        }

        assertThat(poll()).isEqualTo(5);
    }

    @Test
    void idsContinueAfterWhatTheBrokerHas() {
        batch.startAfter(41);
        add(2);

        assertThat(batch.lastId()).isEqualTo(43);
    }

    @Test
    void aFlushWaitsForAllThatWasAccepted() {
        assertThat(batch.flush()).isDone();
        batch.addForFlush("a", null);
        CompletableFuture<Void> flushed = batch.flush();
        poll();
        assertThat(flushed).isNotDone();

        window.settle(1, (outcome, settled) -> {});
        Runnable due = batch.settled(window);
        assertThat(due).isNotNull();
        due.run();

        assertThat(flushed).isDone();
    }

    @Test
    void afterTheEndNothingIsAcceptedAndWhatWasStays() {
        add(1);
        batch.end(new ClosedException("closed")).run();

        assertThatThrownBy(() -> add(1)).isInstanceOf(ClosedException.class);
        assertThat(batch.room()).isCompletedExceptionally();
        assertThat(batch.unsettled()).isEqualTo(1);
        assertThat(poll()).isEqualTo(1);
    }
}
