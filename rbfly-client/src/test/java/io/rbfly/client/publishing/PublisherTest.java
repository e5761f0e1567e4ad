package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages on their way to a stream, while the connection lasts. */
@WithEachExecutor
class PublisherTest {
    private static final int FRAME_MAX = 4096;

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(PublisherOptions options) {
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(FRAME_MAX, 60));
        });
        return scene.now(scene.client.publisher("s", options));
    }

    private Publisher open() {
        return open(PublisherOptions.DEFAULT);
    }

    /** Sends while the loop is busy, so that all messages meet in the batch. */
    private List<CompletableFuture<Long>> sendTogether(Publisher publisher, Object... bodies) {
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        Loops.run(scene.loop, () -> {
            for (Object body : bodies) {
                sent.add(publisher.send(body));
            }
        });
        scene.settle();
        return sent;
    }

    @Test
    void aLoneMessageLeavesInAFrameOfItsOwn() {
        Publisher publisher = open();
        for (int i = 0; i < 3; i++) {
            scene.now(publisher.send("message " + i));
        }

        assertThat(stream.frames())
                .hasSize(3)
                .allSatisfy(frame -> assertThat(frame.entries()).hasSize(1));
        assertThat(stream.stored()).containsExactly("message 0", "message 1", "message 2");
    }

    @Test
    void messagesSentWhileTheLoopIsBusyLeaveTogether() {
        sendTogether(open(), "a", "b", "c");

        assertThat(stream.frames()).hasSize(1);
        assertThat(stream.stored()).containsExactly("a", "b", "c");
    }

    @Test
    void aFutureGivesThePublishingId() {
        List<CompletableFuture<Long>> sent = sendTogether(open(), "a", "b");

        assertThat(sent.get(0)).isCompletedWithValue(1L);
        assertThat(sent.get(1)).isCompletedWithValue(2L);
    }

    @Test
    void noFrameIsLargerThanAgreedAndNoneIsHalfEmpty() {
        Object[] bodies =
                IntStream.range(0, 1000).mapToObj(i -> "x".repeat(i % 200)).toArray();
        sendTogether(open(), bodies);

        assertThat(stream.stored()).containsExactly(bodies);
        List<Publish> frames = stream.frames();
        assertThat(frames)
                .allSatisfy(frame -> assertThat(ScriptedStream.size(frame)).isLessThanOrEqualTo(FRAME_MAX));
        assertThat(frames.subList(0, frames.size() - 1))
                .allSatisfy(frame -> assertThat(ScriptedStream.size(frame)).isGreaterThan(FRAME_MAX - 300));
    }

    @Test
    void aMessageThatFillsAFrameToTheByteIsSent() {
        int body = FRAME_MAX - 9 - 12 - 8; // frame, entry, and the head of a long data section
        List<CompletableFuture<Long>> sent = sendTogether(open(), "before", new byte[body], "after");

        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.frames()).hasSize(3);
        assertThat(ScriptedStream.size(stream.frames().get(1))).isEqualTo(FRAME_MAX);
    }

    @Test
    void aMessageThatIsTooLargeFailsAloneWithBothSizes() {
        int limit = FRAME_MAX - 9 - 12;
        List<CompletableFuture<Long>> sent =
                sendTogether(open(), "before", new byte[limit - 8 + 1], "after", new byte[10_000]);

        assertThat(scene.failure(sent.get(1))).isInstanceOfSatisfying(MessageTooLargeException.class, error -> {
            assertThat(error.size()).isEqualTo(limit + 1);
            assertThat(error.limit()).isEqualTo(limit);
        });
        assertThat(sent.get(3)).isCompletedExceptionally();
        assertThat(stream.stored()).containsExactly("before", "after");
        assertThat(stream.ids()).containsExactly(1L, 2L);
    }

    @Test
    void aBodyThatCannotBeEncodedFailsAlone() {
        List<CompletableFuture<Long>> sent =
                sendTogether(open(), "before", new Object(), List.of("ok", new Object()), "after");

        assertThat(scene.failure(sent.get(1))).isInstanceOf(AmqpEncodeException.class);
        assertThat(scene.failure(sent.get(2))).isInstanceOf(AmqpEncodeException.class);
        assertThat(stream.stored()).containsExactly("before", "after");
        assertThat(stream.ids()).containsExactly(1L, 2L);
    }

    @Test
    void aBodyThatIsChangedAfterSendIsSentAsItWas() {
        Publisher publisher = open();
        byte[] body = {1, 2, 3};
        Loops.run(scene.loop, () -> {
            publisher.send(body);
            body[0] = 9;
        });
        scene.settle();

        assertThat((byte[]) stream.stored().get(0)).containsExactly(1, 2, 3);
    }

    @Test
    void refusedMessagesFailWithTheirCodeAndOthersDoNot() {
        stream.refuse(entry -> entry.publishingId() % 2 == 0);
        List<CompletableFuture<Long>> sent = sendTogether(open(), "a", "b", "c", "d");

        assertThat(sent.get(0)).isCompleted();
        assertThat(sent.get(2)).isCompleted();
        assertThat(scene.failure(sent.get(1)))
                .isInstanceOfSatisfying(
                        BrokerException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .hasMessage("message 2 for stream s: access refused");
        assertThat(sent.get(3)).isCompletedExceptionally();
    }

    @Test
    void confirmsForUnknownPublishersAndIdsAreIgnored() {
        stream.holdConfirms();
        Publisher publisher = open();
        List<CompletableFuture<Long>> sent = sendTogether(publisher, "a", "b");
        scene.broker.lastPeer().send(new PublishConfirm(200, new long[] {1}));
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {0, 3, -1, Long.MIN_VALUE}));
        scene.broker
                .lastPeer()
                .send(new PublishError(0, List.of(new PublishError.Failure(77, ResponseCode.ACCESS_REFUSED))));
        scene.settle();
        assertThat(sent).allSatisfy(future -> assertThat(future).isNotDone());

        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {2, 2, 1, 1}));
        scene.settle();

        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(publisher.ready()).isCompleted();
    }

    @Test
    void theWindowLimitsUnconfirmedMessagesAndReadyReportsRoom() {
        stream.holdConfirms();
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmed(10));
        assertThat(publisher.ready()).isCompleted();
        Object[] bodies = IntStream.range(0, 25).boxed().toArray();
        List<CompletableFuture<Long>> sent = sendTogether(publisher, bodies);
        CompletableFuture<Void> ready = publisher.ready();
        scene.settle();
        assertThat(stream.ids()).hasSizeBetween(8, 10);
        assertThat(ready).isNotDone();

        stream.confirmHeld();
        scene.settle();

        assertThat(ready).isCompleted();
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.stored()).containsExactly(bodies);
    }

    @Test
    void theSmallestWindowSendsMessagesOneByOne() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmed(1));
        List<CompletableFuture<Long>> sent = sendTogether(publisher, "a", "b", "c");

        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.frames()).hasSize(3);
    }

    @Test
    void cancellingASendDoesNotRecallTheMessage() {
        stream.holdConfirms();
        Publisher publisher = open();
        publisher.send("kept").cancel(true);
        stream.confirmHeld();
        scene.now(publisher.close());

        assertThat(stream.stored()).containsExactly("kept");
    }

    @Test
    void closingDrainsAndThenDeletesThePublisher() {
        Publisher publisher = open(PublisherOptions.DEFAULT.withMaxUnconfirmed(100));
        Object[] bodies = IntStream.range(0, 5050).boxed().toArray();
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (Object body : bodies) {
            sent.add(publisher.send(body));
        }
        scene.now(publisher.close());

        assertThat(stream.stored()).containsExactly(bodies);
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(scene.now(publisher.close())).isNull();
        assertThat(publisher.send("late")).isCompletedExceptionally();
    }

    @Test
    void sendsFromSeveralThreadsGetDistinctIdsAndAreStoredInTheirOrder() throws Exception {
        Publisher publisher = open(PublisherOptions.named("shared"));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 5000; i++) {
                    publisher.send(number * 10_000 + i);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        scene.now(publisher.close());

        assertThat(stream.stored()).hasSize(20_000);
        assertThat(stream.ids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 20_000).boxed().toList());
        for (int t = 0; t < 4; t++) {
            int number = t;
            assertThat(stream.stored().stream().map(Integer.class::cast).filter(body -> body / 10_000 == number))
                    .isSorted();
        }
    }
}
