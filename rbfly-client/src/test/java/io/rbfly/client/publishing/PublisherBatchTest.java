package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that share a future. */
@WithEachExecutor
class PublisherBatchTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(int maxUnconfirmed) {
        return scene.now(scene.client.publisher("s", PublisherOptions.DEFAULT.withMaxUnconfirmed(maxUnconfirmed)));
    }

    private void confirm(long... ids) {
        scene.broker.lastPeer().send(new PublishConfirm(0, ids));
        scene.settle();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void batchIsCompleteImmediatelyWhileThereIsRoom() {
        stream.holdConfirms();
        Publisher publisher = open(3);

        for (int i = 0; i < 3; i++) {
            assertThat(publisher.enqueue(i)).isCompleted();
        }
        assertThat(publisher.enqueue(3)).isNotDone();
    }

    @Test
    void eachBatchBeyondTheWindowCompletesWhenThereIsRoomForItself() {
        stream.holdConfirms();
        Publisher publisher = open(2);
        List<CompletableFuture<Void>> batched = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batched.add(publisher.enqueue(i));
            scene.settle();
        }
        confirm(1);
        assertThat(batched.get(2)).isCompleted();
        assertThat(batched.get(3)).isNotDone();

        confirm(2, 3);
        assertThat(batched).allSatisfy(future -> assertThat(future).isCompleted());
        confirm(4);
        assertThat(stream.ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void flushAwaitsTheOutcomesOfAllThatWasAccepted() {
        stream.holdConfirms();
        Publisher publisher = open(100);
        publisher.enqueue("a");
        scene.settle(); // in a frame of its own, so that the next two fill one
        publisher.send("b");
        publisher.enqueue("c");
        scene.settle();
        CompletableFuture<Void> flushed = publisher.flush();
        publisher.enqueue("later");
        scene.settle();
        confirm(2, 3);
        assertThat(flushed).isNotDone();

        confirm(1);
        assertThat(flushed).isCompleted();
    }

    @Test
    void flushAwaitsMessagesThatAreNotSentYet() {
        stream.holdConfirms();
        Publisher publisher = open(4);
        numbers(6).forEach(publisher::enqueue);
        CompletableFuture<Void> flushed = publisher.flush();
        scene.settle();
        confirm(1, 2, 3, 4);
        confirm(5);
        assertThat(flushed).isNotDone();

        confirm(6);
        assertThat(flushed).isCompleted();
    }

    @Test
    void flushWithNothingToWaitForIsComplete() {
        Publisher publisher = open(100);
        assertThat(publisher.flush()).isCompleted();
        scene.now(publisher.send("confirmed"));

        assertThat(publisher.flush()).isCompleted();
        scene.now(publisher.close());
        assertThat(publisher.flush()).isCompleted();
    }

    @Test
    void flushFailsWithTheFirstFailureOfItsBatchAndTheNextDoesNot() {
        stream.refuse(entry -> entry.publishingId() == 2 || entry.publishingId() == 3);
        Publisher publisher = open(100);
        numbers(4).forEach(publisher::enqueue);
        scene.settle();

        assertThat(scene.failure(publisher.flush()))
                .isInstanceOf(BrokerException.class)
                .hasMessage("message 2 for stream s: access refused");
        publisher.enqueue("fine");
        assertThat(scene.now(publisher.flush())).isNull();
    }

    @Test
    void aFailureBelongsToTheFlushAfterItsBatchThoughItComesLater() {
        stream.holdConfirms();
        stream.refuse(entry -> entry.publishingId() == 1);
        Publisher publisher = open(100);
        publisher.enqueue("refused");
        CompletableFuture<Void> first = publisher.flush();
        publisher.enqueue("fine");
        CompletableFuture<Void> second = publisher.flush();
        scene.settle();
        stream.confirmHeld();

        assertThat(scene.failure(first)).isInstanceOf(BrokerException.class);
        assertThat(second).isCompleted();
    }

    @Test
    void failuresOfOtherSendsAreNotReportedByFlush() {
        stream.refuse(entry -> entry.publishingId() == 1);
        Publisher publisher = open(100);
        CompletableFuture<Long> sent = publisher.send("refused");
        publisher.enqueue("fine");

        assertThat(scene.now(publisher.flush())).isNull();
        assertThat(sent).isCompletedExceptionally();
    }

    @Test
    void aBatchThatIsNotAcceptedFailsAlone() {
        Publisher publisher = open(100);
        publisher.enqueue("before");
        assertThat(scene.failure(publisher.enqueue(new Object()))).isInstanceOf(AmqpEncodeException.class);
        publisher.enqueue("after");

        assertThat(scene.now(publisher.flush())).isNull();
        assertThat(stream.stored()).containsExactly("before", "after");
    }

    @Test
    void whatEndsThePublisherFailsAllThatWait() {
        stream.holdConfirms();
        Publisher publisher = open(2);
        publisher.enqueue("sent");
        publisher.enqueue("sent too");
        CompletableFuture<Void> waiting = publisher.enqueue("not sent");
        CompletableFuture<Void> flushed = publisher.flush();
        CompletableFuture<Void> sentAll = publisher.sendAll(List.of("x", "y"));
        scene.settle();
        scene.broker.reply(
                DeclarePublisher.class,
                request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_DOES_NOT_EXIST));
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(1));

        for (CompletableFuture<Void> each : List.of(waiting, flushed, sentAll)) {
            assertThat(scene.failure(each)).isInstanceOf(BrokerException.class);
        }
        assertThat(publisher.flush()).isCompleted();
        assertThat(publisher.enqueue("late")).isCompletedExceptionally();
        assertThat(scene.failure(publisher.sendAll(List.of("late")))).isInstanceOf(BrokerException.class);
    }

    @Test
    void closingSendsWhatWaitsAndFlushSeesIt() {
        stream.holdConfirms();
        Publisher publisher = open(1);
        publisher.enqueue("sent");
        CompletableFuture<Void> waiting = publisher.enqueue("waits");
        scene.settle();
        CompletableFuture<Void> closed = publisher.close();
        CompletableFuture<Void> flushed = publisher.flush();
        assertThat(scene.failure(waiting)).isInstanceOf(ClosedException.class);
        stream.confirmHeld();
        scene.now(closed);

        assertThat(flushed).isCompleted();
        assertThat(stream.stored()).containsExactly("sent", "waits");
    }

    @Test
    void cancellingLeavesMessagesAndOtherFuturesAlone() {
        stream.holdConfirms();
        Publisher publisher = open(1);
        publisher.enqueue("a");
        CompletableFuture<Void> waiting = publisher.enqueue("b");
        CompletableFuture<Void> ready = publisher.ready();
        publisher.ready().cancel(false);
        waiting.cancel(false);
        publisher.flush().cancel(false);
        CompletableFuture<Void> flushed = publisher.flush();
        scene.settle();
        stream.confirmHeld();
        scene.settle();

        assertThat(ready).isCompleted();
        assertThat(flushed).isCompleted();
        assertThat(stream.stored()).containsExactly("a", "b");
    }

    @Test
    void cancelledFuturesAreNotKept() {
        stream.holdConfirms();
        Publisher publisher = open(1);
        publisher.send("under way");
        CompletableFuture<Void> flushed = publisher.flush();
        CompletableFuture<Void> ready = publisher.ready();
        List<WeakReference<CompletableFuture<Void>>> cancelled = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            List<CompletableFuture<Void>> all =
                    List.of(publisher.flush(), publisher.ready(), publisher.sendAll(List.of("a")), publisher.ready());
            cancelled.add(new WeakReference<>(all.get(i % 3)));
            all.subList(0, 3).forEach(future -> future.cancel(false));
            all.get(3).completeExceptionally(new TimeoutException("expected: as orTimeout does"));
        }
        scene.settleUntil(() -> {
            System.gc();
            return cancelled.stream().filter(each -> each.get() != null).count() < 100;
        });
        assertThat(cancelled.stream().filter(each -> each.get() != null)).hasSizeLessThan(100);
        stream.confirmHeld();
        scene.now(flushed);
        scene.now(ready);
        assertThat(stream.stored()).containsExactly("under way");
    }

    @Test
    void sendAllStoresACollectionInItsOrderWithinTheWindow() {
        stream.holdConfirms();
        Publisher publisher = open(10);
        List<Integer> bodies = numbers(35);
        CompletableFuture<Void> sent = publisher.sendAll(bodies);
        scene.settle();
        assertThat(stream.ids()).hasSizeLessThanOrEqualTo(10);
        assertThat(publisher.lastPublishingId()).as("accepted").isEqualTo(10);
        assertThat(sent).isNotDone();
        confirm(1, 2, 3);
        assertThat(publisher.lastPublishingId()).isEqualTo(13);
        stream.confirmHeld();
        scene.settle();

        assertThat(sent).isCompleted();
        assertThat(stream.stored()).isEqualTo(bodies);
        assertThat(stream.frames())
                .allSatisfy(frame -> assertThat(frame.entries()).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void sendAllOfNothingIsComplete() {
        assertThat(open(10).sendAll(List.of())).isCompleted();
    }

    @Test
    void sendAllOfATenThousandMessagesTakesNoStack() {
        Publisher publisher = open(1);

        scene.now(publisher.sendAll(numbers(10_000)));
        assertThat(stream.ids()).hasSize(10_000);
    }

    @Test
    void sendAllFailsWithTheFirstFailureWhenAllHaveOutcomes() {
        stream.holdConfirms();
        stream.refuse(entry -> List.of("refused", "too").contains(ScriptedStream.body(entry)));
        Publisher publisher = open(2);
        CompletableFuture<Void> sent = publisher.sendAll(List.of("a", "refused", "too", "b"));
        scene.settle();
        confirm(1);
        assertThat(sent).isNotDone();
        stream.confirmHeld();

        assertThat(scene.failure(sent)).isInstanceOf(BrokerException.class).hasMessageContaining("message 2");
        assertThat(stream.stored()).containsExactly("a", "b");
    }

    @Test
    void sendAllSendsTheOthersWhenOneCannotBeEncoded() {
        Publisher publisher = open(100);

        assertThat(scene.failure(publisher.sendAll(List.of("a", new Object(), "b"))))
                .isInstanceOf(AmqpEncodeException.class);
        assertThat(stream.stored()).containsExactly("a", "b");
    }

    @Test
    void sendAllReadsTheCollectionAtOnce() {
        stream.holdConfirms();
        Publisher publisher = open(1);
        List<String> bodies = new ArrayList<>(List.of("a", "b", "c"));
        CompletableFuture<Void> sent = publisher.sendAll(bodies);
        bodies.clear();
        scene.settle();
        stream.confirmHeld();

        scene.now(sent);
        assertThat(stream.stored()).containsExactly("a", "b", "c");
    }

    @Test
    void cancellingSendAllLeavesOutWhatWasNotAccepted() {
        stream.holdConfirms();
        Publisher publisher = open(2);
        CompletableFuture<Void> sent = publisher.sendAll(numbers(100));
        scene.settle();
        sent.cancel(false);
        stream.confirmHeld();
        scene.now(publisher.close());

        assertThat(stream.stored()).containsExactly(0, 1);
    }

    @Test
    void closingLeavesOutWhatSendAllHadNotAccepted() {
        stream.holdConfirms();
        Publisher publisher = open(2);
        CompletableFuture<Void> sent = publisher.sendAll(numbers(100));
        scene.settle();
        CompletableFuture<Void> closed = publisher.close();
        scene.settle();
        assertThat(sent).isNotDone();
        stream.confirmHeld();
        scene.now(closed);

        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
        assertThat(stream.stored()).containsExactly(0, 1);
    }

    @Test
    void twoSendAllsShareTheWindowAndBothEnd() {
        stream.holdConfirms();
        Publisher publisher = open(3);
        CompletableFuture<Void> first = publisher.sendAll(numbers(20));
        CompletableFuture<Void> second = publisher.sendAll(numbers(20));
        for (long id = 1; id <= 40; id++) {
            scene.settle();
            assertThat(publisher.lastPublishingId()).isEqualTo(Math.min(40, id + 2));
            confirm(id);
        }

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void rawBytesAreStoredAsTheyAre() {
        Publisher publisher = open(10);
        byte[] message = {1, 2, 3};
        CompletableFuture<Long> sent = publisher.sendRaw(message);
        message[0] = 9;

        assertThat(scene.now(sent)).isEqualTo(1);
        scene.now(publisher.sendRaw(new byte[0]));
        assertThat(stream.storedEntries().get(0)).isEqualTo(new Publish.Entry(1, new byte[] {1, 2, 3}));
        assertThat(stream.storedEntries().get(1).message()).isEmpty();
    }
}
