package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that take too long, that were cancelled, or that are pending when the client is closed. */
@WithEachExecutor
class OperationTimeoutTest {
    private final Scene scene =
            new Scene(builder -> builder.heartbeat(Duration.ZERO).operationTimeout(Duration.ofSeconds(3)));
    private final ScriptedStream stream = ScriptedStream.on(scene);
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final List<Runnable> answers = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void brokerGoes() {
        scene.now(scene.client.publisher("s"));
        scene.advance(Duration.ofSeconds(2));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
    }

    /** Keeps back the answer that makes a publisher or a subscription known. */
    private void holdOpening() {
        scene.broker.onFrame(DeclarePublisher.class, (peer, frame) -> answer(peer, frame.correlationId(), "publisher"));
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> answer(peer, frame.correlationId(), "subscription"));
        scene.broker.reply(
                DeletePublisher.class, request -> new StatusResponse(CommandKey.DELETE_PUBLISHER, ResponseCode.OK));
    }

    private void answer(ScriptedPeer peer, int correlationId, String what) {
        CommandKey key = what.equals("publisher") ? CommandKey.DECLARE_PUBLISHER : CommandKey.SUBSCRIBE;
        answers.add(() -> peer.respond(correlationId, new StatusResponse(key, ResponseCode.OK)));
    }

    private void answer() {
        scene.settle();
        answers.forEach(Runnable::run);
        scene.settle();
    }

    @Test
    void anOperationEndsInTimeWhileThereIsNoBroker() {
        brokerGoes();
        CompletableFuture<Boolean> exists = scene.client.streamExists("s");
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);
        scene.advance(Duration.ofMillis(2_999));
        assertThat(exists).isNotDone();
        scene.advance(Duration.ofMillis(1));

        for (CompletableFuture<?> each : List.of(exists, publisher, subscription)) {
            assertThat(scene.failure(each))
                    .isInstanceOf(RequestTimeoutException.class)
                    .hasMessageContaining("3000 ms")
                    .hasMessageContaining("no broker is connected");
        }
    }

    @Test
    void theStateShowsWhetherThereIsAConnection() {
        assertThat(scene.client.isConnected()).isFalse();
        scene.now(scene.client.publisher("s"));
        assertThat(scene.client.isConnected()).isTrue();
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        assertThat(scene.client.isConnected()).isFalse();
    }

    @Test
    void aDelayIsNoOperation() {
        CompletableFuture<Void> delay = scene.client.delay(Duration.ofSeconds(10));
        CompletableFuture<Void> forEver = scene.client.delay(ChronoUnit.FOREVER.getDuration());
        scene.advance(Duration.ofSeconds(10));

        scene.now(delay);
        assertThat(forEver).isNotDone();
    }

    @Test
    void whatIsOpenedTooLateIsClosedAgain() {
        holdOpening();
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);
        scene.advance(Duration.ofSeconds(3));
        assertThat(scene.failure(publisher)).isInstanceOf(RequestTimeoutException.class);
        assertThat(scene.failure(subscription)).isInstanceOf(RequestTimeoutException.class);
        answer();

        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
    }

    @Test
    void whatIsOpenedAfterItsFutureWasCancelledIsClosedAgain() {
        holdOpening();
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);
        scene.settle();
        publisher.cancel(true);
        subscription.cancel(true);
        answer();

        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
    }

    @Test
    void whatIsOpenedWhileTheClientClosesIsNotReturned() {
        stream.holdConfirms();
        Publisher first = scene.now(scene.client.publisher("s"));
        first.send("holds up the closing");
        scene.settle();
        holdOpening();
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);
        scene.settle();
        CompletableFuture<Void> closed = scene.client.close();
        answer();

        assertThat(scene.failure(publisher)).isInstanceOf(ClosedException.class);
        assertThat(scene.failure(subscription)).isInstanceOf(ClosedException.class);
        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
        stream.confirmHeld();
        scene.settle();
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void closingWithoutALimitEndsWhenAllIsConfirmed() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("x");
        scene.settle();
        CompletableFuture<Void> closed = scene.client.close(ChronoUnit.FOREVER.getDuration());
        scene.advance(Duration.ofMinutes(2));
        assertThat(closed).isNotDone();
        stream.confirmHeld();

        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(sent)
                .as("its executor may be later")
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(1L);
    }

    @Test
    void closingWhileReadingTakesNoTime() throws Exception {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        subscription.forEach(message -> null);
        CompletableFuture<Void> delivering = CompletableFuture.runAsync(() -> {
            for (int chunk = 0; chunk < 20; chunk++) {
                feed.deliver(chunk * 5_000L, 5_000);
            }
        });
        await(delivering);
        int closesBefore = scene.broker.received(Close.class).size();
        CompletableFuture<Void> closed = scene.client.close();
        scene.settle();

        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(closesBefore).isZero();
    }

    @Test
    void aRequestOfAnOperationThatHasFailedIsNotSentMuchLater() {
        brokerGoes();
        CompletableFuture<Void> timedOut = scene.client.deleteStream("s");
        CompletableFuture<Void> cancelled = scene.client.deleteStream("s");
        cancelled.cancel(true);
        scene.advance(Duration.ofSeconds(3));
        assertThat(scene.failure(timedOut)).isInstanceOf(RequestTimeoutException.class);
        scene.broker.reply(Delete.class, request -> new StatusResponse(CommandKey.DELETE, ResponseCode.OK));
        scene.broker.listen();
        scene.advance(Duration.ofMinutes(2));

        assertThat(scene.client.isConnected()).isTrue();
        assertThat(scene.broker.received(Delete.class)).isEmpty();
    }

    @Test
    void aBrokerThatDoesNotConfirmIsReportedAndQueriedOverAnotherConnection() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        ScriptedPeer publishing = scene.broker.lastPeer();
        publisher.send("x");
        scene.advance(Duration.ofSeconds(4));
        assertThat(scene.events(ClientEvent.PublishingBlocked.class)).isEmpty();
        scene.advance(Duration.ofSeconds(1));
        assertThat(scene.events(ClientEvent.PublishingBlocked.class))
                .containsExactly(new Events.PublishingBlocked("rbfly-publisher", Duration.ofSeconds(5)));

        scene.now(scene.client.subscribe("another", Offset.FIRST));
        assertThat(scene.broker.received(Metadata.class)).hasSize(2);
        assertThat(scene.broker.lastPeer()).isNotSameAs(publishing);
        stream.confirmHeld();
        scene.settle();
        assertThat(scene.events(ClientEvent.PublishingUnblocked.class))
                .containsExactly(new Events.PublishingUnblocked("rbfly-publisher"));
    }
}
