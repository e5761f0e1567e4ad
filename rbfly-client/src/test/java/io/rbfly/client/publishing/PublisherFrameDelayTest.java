package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long messages wait for others to share a frame with. */
@WithEachExecutor
class PublisherFrameDelayTest {
    private static final Duration DELAY = Duration.ofMillis(2);
    private static final Duration ALMOST = DELAY.minusNanos(1);
    private static final Duration CONFIRM_LATENESS = Duration.ofMillis(50);

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();

    @AfterEach
    void close() {
        stream.confirmHeld();
        scene.close();
    }

    private Publisher open(PublisherOptions options) {
        return scene.now(scene.client.publisher("s", options));
    }

    private void send(Publisher publisher, Object body) {
        publisher.send(body);
        scene.settle();
    }

    private void confirm(long... ids) {
        scene.broker.lastPeer().send(new PublishConfirm(0, ids));
        scene.settle();
    }

    @Test
    void aMessageEachTenMillisecondsIsSentWithinTwoThoughConfirmsAreFiftyLate() {
        Publisher publisher = open(PublisherOptions.DEFAULT);
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            sent.add(publisher.send(i));
            scene.settle();
            long id = i;
            scene.timer.schedule(
                    CONFIRM_LATENESS, () -> scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {id})));
            scene.advance(DELAY);
            assertThat(stream.ids()).hasSize(i);
            scene.advance(Duration.ofMillis(8));
        }
        scene.advance(CONFIRM_LATENESS);

        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.frames()).hasSize(50);
    }

    @Test
    void theDelayIsThatOfTheFramesFirstMessage() {
        Publisher publisher = open(PublisherOptions.DEFAULT);
        send(publisher, "under way");
        send(publisher, "waits");
        scene.advance(ALMOST);
        assertThat(stream.frames()).hasSize(1);
        publisher.enqueue("joins");
        publisher.sendAll(List.of()); // leaves frames alone
        scene.advance(Duration.ofNanos(1));

        assertThat(stream.frames()).hasSize(2);
        assertThat(stream.ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void framesThatLeaveAtOnceSetNoTimer() {
        stream.confirmHeld();
        Publisher publisher = open(PublisherOptions.DEFAULT);
        send(publisher, 0); // from which on the connection waits for a confirm, with a timer of its own
        int before = scene.timer.scheduled();
        for (int i = 1; i < 10; i++) {
            send(publisher, i);
        }

        assertThat(stream.frames()).hasSize(10);
        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }

    @Test
    void manyFramesShareATimer() {
        Publisher publisher = open(PublisherOptions.DEFAULT);
        send(publisher, 0);
        int before = scene.timer.scheduled();
        for (int i = 1; i < 60; i++) { // each frame leaves when it has twice as many as those before
            send(publisher, i);
            assertThat(scene.timer.scheduled() - before).isLessThanOrEqualTo(1);
        }
        assertThat(stream.frames()).hasSizeGreaterThan(2);
        scene.advance(DELAY);

        assertThat(stream.ids()).hasSize(60);
        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }

    @Test
    void aTimerThatOutlivedItsFrameServesTheNextInTime() {
        Publisher publisher = open(PublisherOptions.DEFAULT);
        send(publisher, 1);
        send(publisher, 2);
        confirm(1); // and the second leaves
        assertThat(stream.ids()).hasSize(2);
        scene.advance(Duration.ofMillis(1));
        send(publisher, 3);
        scene.advance(Duration.ofMillis(1));
        assertThat(stream.ids()).as("the timer of the frame before").hasSize(2);
        scene.advance(Duration.ofMillis(1));

        assertThat(stream.ids()).hasSize(3);
    }

    @Test
    void withoutADelayNothingWaits() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxFrameDelay(Duration.ZERO));
        send(publisher, 1);
        int before = scene.timer.scheduled();
        for (int i = 2; i <= 5; i++) {
            send(publisher, i);
            assertThat(stream.frames()).hasSize(i);
        }
        Loops.run(scene.loop, () -> {
            publisher.send("in");
            publisher.send("one frame");
        });
        scene.settle();

        assertThat(stream.frames())
                .as("what is sent while the loop is busy leaves together")
                .hasSize(6);
        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }

    @Test
    void withoutALimitOfTheDelayOnlyMessagesAndConfirmsSendAFrame() {
        for (Duration delay : List.of(
                ChronoUnit.FOREVER.getDuration(),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Duration.ofDays(366))) {
            Publisher publisher = open(PublisherOptions.DEFAULT.withMaxFrameDelay(delay));
            int before = stream.frames().size();
            send(publisher, "under way");
            int timers = scene.timer.scheduled();
            send(publisher, "waits");
            assertThat(scene.timer.scheduled()).isEqualTo(timers);
            scene.advance(Duration.ofSeconds(20));
            assertThat(stream.frames()).hasSize(before + 1);
            send(publisher, "twice as many as are under way");
            assertThat(stream.frames()).hasSize(before + 2);
            stream.confirmHeld();
            stream.holdConfirms();
            scene.now(publisher.close());
        }
    }

    @Test
    void theLongestDelayThatIsOneDoesNotOverflow() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxFrameDelay(Duration.ofDays(365)));
        send(publisher, "under way");
        send(publisher, "waits");
        scene.advance(Duration.ofSeconds(20));
        assertThat(stream.frames()).hasSize(1);
        confirm(1);

        assertThat(stream.frames()).hasSize(2);
    }

    @Test
    void theWindowHoldsBackWhatHasWaited() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmed(3));
        for (int i = 1; i <= 10; i++) {
            send(publisher, i);
            scene.advance(Duration.ofMillis(10));
        }
        assertThat(stream.ids()).hasSize(3);
        confirm(1);
        assertThat(stream.ids()).hasSize(4);
        confirm(2, 3, 4);
        scene.advance(DELAY);

        assertThat(stream.ids()).hasSize(7);
    }

    @Test
    void theBytesOfTheWindowHoldItBackToo() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(250));
        for (int i = 1; i <= 5; i++) {
            send(publisher, new byte[100]);
            scene.advance(Duration.ofMillis(10));
        }
        assertThat(stream.ids()).hasSize(2);
        confirm(1, 2);
        scene.advance(DELAY);

        assertThat(stream.ids()).hasSize(4);
    }

    @Test
    void whatWaitedWhileThereWasNoConnectionLeavesWithTheNext() {
        Publisher publisher = open(PublisherOptions.named("n"));
        send(publisher, 1);
        send(publisher, 2);
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        scene.advance(DELAY);
        send(publisher, 3);
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));

        assertThat(stream.stored()).containsExactly(1, 2, 3);
        send(publisher, 4);
        scene.advance(DELAY);
        assertThat(stream.stored()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void closingSendsWhatWaitsAndLeavesNoTimer() {
        scene.now(open(PublisherOptions.DEFAULT).close());
        int before = scene.timer.scheduled();
        Publisher publisher = open(PublisherOptions.DEFAULT);
        send(publisher, 1);
        send(publisher, 2);
        CompletableFuture<Void> closed = publisher.close();
        scene.advance(DELAY);
        assertThat(stream.ids()).hasSize(2);
        send(publisher, "late");
        confirm(1, 2);

        scene.now(closed);
        scene.advance(Duration.ofSeconds(5)); // until the connection has looked for late confirms
        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }
}
