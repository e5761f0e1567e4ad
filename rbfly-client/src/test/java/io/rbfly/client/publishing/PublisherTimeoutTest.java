package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages whose confirms do not come. */
@WithEachExecutor
class PublisherTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final PublisherOptions OPTIONS = PublisherOptions.DEFAULT.withConfirmTimeout(TIMEOUT);

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(PublisherOptions options) {
        return scene.now(scene.client.publisher("s", options));
    }

    private void losesItsBroker() {
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
    }

    @Test
    void aMessageFailsWhenItsTimeIsOver() {
        CompletableFuture<Long> sent = open(OPTIONS).send("x");
        scene.advance(TIMEOUT);
        assertThat(sent).isNotDone();
        scene.advance(Duration.ofSeconds(2));

        assertThat(scene.failure(sent))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessage("no confirm for stream s within 8000 ms");
    }

    @Test
    void withoutATimeoutItWaitsIndefinitely() {
        CompletableFuture<Long> sent = open(PublisherOptions.DEFAULT).send("x");
        scene.advance(Duration.ofMinutes(10));
        assertThat(sent).isNotDone();
        stream.confirmHeld();

        scene.now(sent);
    }

    @Test
    void aConfirmInTimeCounts() {
        CompletableFuture<Long> sent = open(OPTIONS).send("x");
        scene.advance(TIMEOUT);
        stream.confirmHeld();
        scene.advance(Duration.ofMinutes(1));

        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void whatTimedOutKeepsItsPlaceUntilItsLateConfirmWhichIsIgnored() {
        Publisher publisher = open(OPTIONS.withMaxUnconfirmed(1));
        CompletableFuture<Long> late = publisher.send("late");
        CompletableFuture<Void> ready = publisher.ready();
        scene.advance(Duration.ofSeconds(10));
        assertThat(late).isCompletedExceptionally();
        assertThat(ready).as("the broker has it still").isNotDone();
        CompletableFuture<Long> next = publisher.send("next");
        scene.settle();
        assertThat(stream.ids()).containsExactly(1L);
        stream.confirmHeld();
        scene.settle();

        assertThat(late).isCompletedExceptionally();
        assertThat(ready).isCompleted();
        assertThat(scene.now(next)).isEqualTo(2);
    }

    @Test
    void aFrozenBrokerNeverHasMoreThanTheWindow() {
        Publisher publisher = open(OPTIONS.withMaxUnconfirmed(10));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(publisher.send(i));
            scene.advance(Duration.ofMillis(700));
        }
        assertThat(stream.ids()).hasSizeBetween(8, 10);
        assertThat(sent.get(20)).isCompletedExceptionally();
        assertThat(publisher.ready()).isNotDone();
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {2, 1}));
        scene.settle();

        assertThat(stream.ids().size()).isLessThanOrEqualTo(12);
        stream.confirmHeld();
        scene.advance(Duration.ofMillis(2));
        assertThat(publisher.ready()).isCompleted();
        assertThat(sent.get(59)).isCompleted();
    }

    @Test
    void theBytesOfWhatTimedOutKeepTheirPlaceToo() {
        Publisher publisher = open(OPTIONS.withMaxUnconfirmedBytes(1000));
        for (int i = 0; i < 40; i++) {
            publisher.send(new byte[300]);
            scene.advance(Duration.ofSeconds(1));
        }
        assertThat(stream.ids()).hasSizeBetween(2, 3);
    }

    @Test
    void whatTimedOutIsFreeAndNotSentAgainOnTheNextConnection() {
        Publisher publisher = open(OPTIONS.withMaxUnconfirmed(2));
        publisher.send("a");
        publisher.send("b");
        scene.advance(Duration.ofSeconds(10));
        assertThat(publisher.ready()).isNotDone();
        scene.broker.cutAll();
        scene.settle();
        assertThat(publisher.ready()).isCompleted();
        CompletableFuture<Long> next = publisher.send("c");
        scene.advance(Duration.ofSeconds(1));
        stream.confirmHeld();

        assertThat(scene.now(next)).isEqualTo(3);
        assertThat(stream.ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatTimesOutWithoutAConnectionTakesUpNoPlaceOnTheNextOne() {
        Publisher publisher = open(OPTIONS.withMaxUnconfirmed(1));
        CompletableFuture<Long> sent = publisher.send("sent");
        scene.settle();
        losesItsBroker();
        scene.advance(Duration.ofSeconds(10));
        assertThat(sent).isCompletedExceptionally();
        assertThat(publisher.ready()).isCompleted();
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));
        CompletableFuture<Long> next = publisher.send("next");
        scene.advance(Duration.ofSeconds(1));
        stream.confirmHeld();

        assertThat(scene.now(next)).isEqualTo(2);
        assertThat(stream.ids()).containsExactly(1L, 2L);
    }

    @Test
    void aRefusalThatComesLateFreesThePlaceToo() {
        stream.refuse(entry -> entry.publishingId() == 1);
        Publisher publisher = open(OPTIONS.withMaxUnconfirmed(1));
        CompletableFuture<Long> late = publisher.send("late");
        scene.advance(Duration.ofSeconds(10));
        stream.confirmHeld();
        scene.settle();

        assertThat(scene.failure(late)).isInstanceOf(RequestTimeoutException.class);
        assertThat(publisher.ready()).isCompleted();
    }

    @Test
    void messagesThatShareAFrameTimeOutEachAtItsTime() {
        Publisher publisher = open(OPTIONS);
        losesItsBroker();
        CompletableFuture<Long> first = publisher.send("first");
        scene.advance(Duration.ofSeconds(5));
        CompletableFuture<Long> second = publisher.send("second");
        scene.advance(Duration.ofSeconds(5));
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isNotDone();
        scene.advance(Duration.ofSeconds(3));
        assertThat(second).isNotDone();
        scene.advance(Duration.ofSeconds(2));

        assertThat(second).isCompletedExceptionally();
        scene.broker.listen();
    }

    @Test
    void aMessageThatTimedOutIsNotSentAgain() {
        Publisher publisher = open(OPTIONS);
        CompletableFuture<Long> sent = publisher.send("sent");
        scene.settle();
        losesItsBroker();
        CompletableFuture<Long> waiting = publisher.send("waiting");
        scene.advance(Duration.ofSeconds(10));
        assertThat(sent).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        scene.broker.listen();
        CompletableFuture<Long> next = publisher.send("next");
        scene.advance(Duration.ofSeconds(5));
        stream.confirmHeld();

        assertThat(scene.now(next)).isEqualTo(3);
        assertThat(stream.ids()).containsExactly(1L, 3L);
    }

    @Test
    void batchesTimeOutToo() {
        Publisher publisher = open(OPTIONS);
        publisher.enqueue("x");
        CompletableFuture<Void> flushed = publisher.flush();
        CompletableFuture<Void> sentAll = publisher.sendAll(List.of("y", "z"));
        scene.advance(Duration.ofSeconds(10));

        assertThat(scene.failure(flushed)).isInstanceOf(RequestTimeoutException.class);
        assertThat(scene.failure(sentAll)).isInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void closingEndsWhenTheLastMessageHasTimedOut() {
        Publisher publisher = open(OPTIONS);
        publisher.send("x");
        CompletableFuture<Void> closed = publisher.close();
        scene.advance(Duration.ofSeconds(7));
        assertThat(closed).isNotDone();
        scene.advance(Duration.ofSeconds(3));

        scene.now(closed);
    }

    @Test
    void aPublisherThatIsClosedAsSoonAsItIsOpenStopsChecking() {
        scene.now(scene.client.publisher("s").thenCompose(Publisher::close));
        int before = scene.timer.scheduled();
        scene.now(scene.client.publisher("s", OPTIONS).thenCompose(Publisher::close));

        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }
}
