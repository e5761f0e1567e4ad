package io.rbfly.client.publish.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.loop.LoopTimer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.client.publish.outcome.SendFuture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was sent and is not confirmed: how much there is, and what each confirm is for. */
class InFlightWindowTest {
    private static final int BYTES = 10;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final FrameQueue queue =
            new FrameQueue(PublisherOptions.DEFAULT, UnpooledByteBufAllocator.DEFAULT, new LoopTimer(loop));
    private final InFlightWindow window = new InFlightWindow(10, 100);
    private final List<OutcomeListener> accepted = new ArrayList<>();

    @BeforeEach
    void agreeOnFrames() {
        queue.frameLimit(1 << 20);
    }

    @AfterEach
    void close() {
        window.settleWhile(frame -> true, outcome -> {});
        window.forgetExpired();
        queue.close();
        loop.shutdownGracefully();
    }

    /** Sends a frame of so many messages, whose ids continue those before. */
    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            SendFuture outcome = new SendFuture(() -> false);
            queue.add(accepted.size(), accepted.size(), null, MessageEncoding.RAW, new byte[BYTES], outcome);
            accepted.add(outcome);
        }
        window.add(queue.take());
    }

    /** Returns the listener of a message, null if it has none. */
    private @Nullable OutcomeListener settle(long id) {
        List<OutcomeListener> outcomes = new ArrayList<>();
        window.settle(id, (outcome, settled) -> {
            assertThat(settled).isEqualTo(id);
            outcomes.add(outcome);
        });
        assertThat(outcomes).hasSizeLessThan(2);
        return outcomes.isEmpty() ? null : outcomes.get(0);
    }

    @Test
    void whatIsSentTakesRoomAndEachConfirmGivesSomeBack() {
        send(3);
        send(2);
        assertThat(window.room()).isEqualTo(5);

        assertThat(settle(0)).isSameAs(accepted.get(0));

        assertThat(window.room()).isEqualTo(6);
        assertThat(window.settledMessages()).isEqualTo(1);
        assertThat(window.firstUnsettled()).isEqualTo(1);
    }

    @Test
    void theBytesOfAFrameAreReleasedWithItsLastMessage() {
        send(2);
        send(1);
        long before = window.byteRoom();
        settle(1);
        assertThat(window.byteRoom()).isEqualTo(before);

        settle(0);

        assertThat(window.byteRoom()).isGreaterThan(before);
        assertThat(window.releasedMessages()).isEqualTo(2);
    }

    @Test
    void aFrameThatIsLargerThanTheWindowIsSentAlone() {
        assertThat(window.byteRoom()).isEqualTo(Long.MAX_VALUE);
        send(9);
        assertThat(window.byteRoom()).isNotPositive();
    }

    @Test
    void aConfirmOutOfOrderFindsItsMessage() {
        send(2);
        send(2);

        assertThat(settle(3)).isSameAs(accepted.get(3));
        assertThat(settle(1)).isSameAs(accepted.get(1));
        assertThat(window.firstUnsettled()).isZero();
        assertThat(settle(0)).isSameAs(accepted.get(0));
        assertThat(settle(2)).isSameAs(accepted.get(2));
        assertThat(window.room()).isEqualTo(10);
        assertThat(window.firstUnsettled()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSecondConfirmAndOneForNoMessageAreIgnored() {
        send(2);
        settle(0);

        assertThat(settle(0)).isNull();
        assertThat(settle(7)).isNull();
        assertThat(window.settledMessages()).isEqualTo(1);
    }

    @Test
    void whatTimedOutHasItsOutcomeAndKeepsItsRoomUntilTheBrokerAnswers() {
        send(3);
        List<OutcomeListener> expired = new ArrayList<>();
        window.expireWhile(frame -> true, expired::add);
        assertThat(expired).isEqualTo(accepted);
        assertThat(window.settledMessages()).isEqualTo(3);
        assertThat(window.room()).isEqualTo(7);

        assertThat(settle(1)).as("its outcome was told before").isNull();

        assertThat(window.room()).isEqualTo(8);
        assertThat(window.settledMessages()).isEqualTo(3);
        assertThat(window.forgetExpired()).isTrue();
        assertThat(window.room()).isEqualTo(10);
        assertThat(window.forgetExpired()).isFalse();
    }
}
