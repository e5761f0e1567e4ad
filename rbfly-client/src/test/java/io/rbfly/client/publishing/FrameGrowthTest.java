package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When messages leave, and how many of them together. */
class FrameGrowthTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();
    private final Publisher publisher = scene.now(scene.client.publisher("s"));

    @AfterEach
    void close() {
        scene.close();
    }

    private void sendOneByOne(int messages) {
        for (int i = 0; i < messages; i++) {
            publisher.send("message");
            scene.settle();
        }
    }

    private void confirm(long first, long last) {
        scene.broker
                .lastPeer()
                .send(new PublishConfirm(0, LongStream.rangeClosed(first, last).toArray()));
        scene.settle();
    }

    private List<Integer> frames() {
        return stream.frames().stream().map(frame -> frame.entries().size()).toList();
    }

    @Test
    void aSingleMessageIsSentImmediately() {
        sendOneByOne(1);
        assertThat(frames()).containsExactly(1);
        confirm(1, 1);
        sendOneByOne(1);

        assertThat(frames()).containsExactly(1, 1);
    }

    @Test
    void aFrameIsSentWithTwiceAsManyMessagesAsAreUnconfirmed() {
        sendOneByOne(27);

        assertThat(frames()).containsExactly(1, 2, 6, 18);
    }

    @Test
    void aConfirmLetsWaitingMessagesBeSent() {
        sendOneByOne(31);
        confirm(1, 24);
        assertThat(frames()).as("3 are under way, 4 wait").containsExactly(1, 2, 6, 18);
        confirm(25, 25);
        assertThat(frames()).as("2 were under way, 4 waited").containsExactly(1, 2, 6, 18, 4);

        confirm(26, 31);
        assertThat(stream.ids()).isEqualTo(LongStream.rangeClosed(1, 31).boxed().toList());
    }

    @Test
    void messagesOfConsecutiveCallsShareAFrame() {
        Loops.run(scene.loop, () -> IntStream.range(0, 100).forEach(i -> publisher.send("message")));
        scene.settle();

        assertThat(frames()).containsExactly(100);
    }

    @Test
    void afterAReconnectWaitingMessagesFollowUnconfirmedOnes() {
        sendOneByOne(20);
        assertThat(frames()).containsExactly(1, 2, 6);
        scene.broker.cutAll();
        stream.confirmHeld();
        scene.settle();
        scene.advance(Duration.ofSeconds(5));

        assertThat(stream.ids().subList(9, stream.ids().size()))
                .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
    }
}
