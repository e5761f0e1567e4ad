package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of what a publisher holds, and of what it sends at a time. */
@WithEachExecutor
class PublisherBoundsTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(PublisherOptions options) {
        return scene.now(scene.client.publisher("s", options));
    }

    private void frameMax(int bytes) {
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(bytes, 60));
        });
    }

    private List<CompletableFuture<Long>> sendTogether(Publisher publisher, List<?> bodies) {
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        Loops.run(scene.loop, () -> bodies.forEach(body -> sent.add(publisher.send(body))));
        scene.settle();
        return sent;
    }

    private static List<byte[]> bodies(int count, int length) {
        return IntStream.range(0, count).mapToObj(i -> new byte[length]).toList();
    }

    private static long[] ids(long first, long last) {
        return LongStream.rangeClosed(first, last).toArray();
    }

    @Test
    void theWindowBoundsTheBytesThatAreUnconfirmed() {
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(10_000));
        List<CompletableFuture<Long>> sent = sendTogether(publisher, bodies(30, 1000));
        CompletableFuture<Void> ready = publisher.ready();
        assertThat(stream.ids()).hasSizeBetween(6, 9);
        assertThat(ready).isNotDone();
        while (stream.ids().size() < 30) {
            int before = stream.ids().size();
            scene.broker.lastPeer().send(new PublishConfirm(0, ids(1, before)));
            scene.settle();
            assertThat(stream.ids().size() - before).isBetween(1, 9);
        }
        stream.confirmHeld();
        scene.settle();

        assertThat(ready).isCompleted();
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.stored()).hasSize(30);
    }

    @Test
    void aMessageThatIsLargerThanTheWindowIsSentAlone() {
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(100));
        assertThat(publisher.enqueue(new byte[5000])).isCompleted();
        CompletableFuture<Void> second = publisher.enqueue(new byte[5000]);
        scene.settle();
        assertThat(stream.ids()).containsExactly(1L);
        assertThat(publisher.ready()).isNotDone();
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {1}));
        scene.settle();

        assertThat(second).isCompleted();
        assertThat(stream.ids()).containsExactly(1L, 2L);
    }

    @Test
    void sendAllKeepsToTheBytesOfTheWindow() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(3000));

        scene.now(publisher.sendAll(bodies(100, 1000)));
        assertThat(stream.stored()).hasSize(100);
        assertThat(stream.frames())
                .allSatisfy(frame -> assertThat(ScriptedStream.size(frame)).isLessThan(3000));
    }

    @Test
    void whatWaitsBeyondTheWindowIsBoundedInMemory() {
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.DEFAULT
                .withMaxUnconfirmed(10)
                .withMaxPendingBytes(64_000)
                .withMaxFrameDelay(Duration.ZERO));
        List<CompletableFuture<Long>> accepted = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // fills the window, so that what waits stays
            accepted.add(publisher.send((byte) 0));
            scene.settle();
        }
        CompletableFuture<Long> last = publisher.send((byte) 0);
        while (!last.isCompletedExceptionally() && accepted.size() < 10_000) {
            accepted.add(last);
            last = publisher.send((byte) 0);
        }

        assertThat(scene.failure(last))
                .isInstanceOf(PublisherFullException.class)
                .hasMessageContaining("ready()");
        assertThat(accepted).as("a message of a byte takes 64 and more").hasSizeBetween(300, 1010);
        assertThat(publisher.enqueue("refused")).isCompletedExceptionally();
        CompletableFuture<Void> ready = publisher.ready();
        CompletableFuture<Void> sentAll = publisher.sendAll(List.of("all"));
        assertThat(sentAll).as("waits for room").isNotDone();
        stream.confirmHeld();
        scene.settle();
        assertThat(ready).isCompleted();
        scene.now(sentAll);
        assertThat(scene.now(publisher.send("after"))).isEqualTo(accepted.size() + 2L);
        assertThat(accepted).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.stored()).hasSize(accepted.size() + 2);
    }

    @Test
    void withinTheWindowNothingIsRefused() {
        Publisher publisher =
                open(PublisherOptions.DEFAULT.withMaxUnconfirmed(100).withMaxPendingBytes(1));

        for (int round = 0; round < 3; round++) {
            assertThat(sendTogether(publisher, bodies(100, 100)))
                    .allSatisfy(future -> assertThat(future).isCompleted());
        }
    }

    @Test
    void aMessageThatIsFarTooLargeDoesNotFillThePublisher() {
        stream.holdConfirms();
        Publisher publisher =
                open(PublisherOptions.DEFAULT.withMaxUnconfirmed(8).withMaxPendingBytes(100_000));
        sendTogether(publisher, bodies(8, 10));
        Loops.run(scene.loop, () -> {
            publisher.send("waits");
            assertThat(publisher.send(new byte[10 << 20])).isCompletedExceptionally();
            assertThat(publisher.send("waits too")).isNotDone();
        });
    }

    @Test
    void framesThatWereSentAreSplitForAConnectionWithSmallerOnes() {
        frameMax(10_000);
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.named("n"));
        List<CompletableFuture<Long>> sent = sendTogether(publisher, bodies(20, 300));
        assertThat(stream.frames()).hasSize(1);
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {1, 5}));
        frameMax(1000);
        scene.broker.cutAll();
        scene.settle();
        stream.confirmHeld();
        scene.settle();

        List<Publish> again = stream.frames().subList(1, stream.frames().size());
        assertThat(again)
                .allSatisfy(frame -> assertThat(ScriptedStream.size(frame)).isBetween(600, 1000));
        assertThat(again.stream().flatMap(frame -> frame.entries().stream())).hasSize(18);
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.stored()).hasSize(20);
    }

    @Test
    void onlyMessagesThatNoLongerFitAFrameFail() {
        frameMax(10_000);
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.DEFAULT);
        List<CompletableFuture<Long>> sent =
                sendTogether(publisher, List.of(new byte[100], new byte[2000], new byte[100]));
        frameMax(1000);
        scene.broker.stopListening();
        scene.broker.cutAll();
        sent.addAll(sendTogether(publisher, List.of(new byte[3000], new byte[200], new byte[992 - 21 + 1])));
        sent.addAll(sendTogether(publisher, List.of(new byte[9000])));
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));
        stream.confirmHeld();
        scene.settle();

        for (int tooLarge : new int[] {1, 3, 5, 6}) {
            assertThat(scene.failure(sent.get(tooLarge)))
                    .isInstanceOfSatisfying(
                            MessageTooLargeException.class,
                            error -> assertThat(error.limit()).isEqualTo(1000 - 9 - 12));
        }
        assertThat(scene.failure(sent.get(1)))
                .isInstanceOfSatisfying(
                        MessageTooLargeException.class,
                        error -> assertThat(error.size()).isEqualTo(2008));
        for (int fine : new int[] {0, 2, 4}) {
            assertThat(sent.get(fine)).isCompleted();
        }
        assertThat(stream.ids()).containsExactly(1L, 2L, 3L, 1L, 3L, 5L);
        scene.now(publisher.close());
    }

    @Test
    void aFrameWithoutAMessageThatStillFitsIsNotSent() {
        frameMax(10_000);
        Publisher publisher = open(PublisherOptions.DEFAULT);
        frameMax(1000);
        scene.broker.stopListening();
        scene.broker.cutAll();
        List<CompletableFuture<Long>> sent = sendTogether(publisher, List.of(new byte[3000]));
        CompletableFuture<Void> closed = publisher.close();
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));

        assertThat(scene.failure(sent.get(0))).isInstanceOf(MessageTooLargeException.class);
        assertThat(stream.frames()).isEmpty();
        scene.now(closed);
    }
}
