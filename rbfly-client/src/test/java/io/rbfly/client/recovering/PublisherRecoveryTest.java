package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers over lost connections, moved leaders and deleted streams. */
@WithEachExecutor
class PublisherRecoveryTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(String name) {
        return scene.now(scene.client.publisher("s", PublisherOptions.DEFAULT.withName(name)));
    }

    private List<CompletableFuture<Long>> send(Publisher publisher, Object... bodies) {
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        Loops.run(scene.loop, () -> {
            for (Object body : bodies) {
                sent.add(publisher.send(body));
            }
        });
        scene.settle();
        return sent;
    }

    private void answerDeclare(ResponseCode code) {
        scene.broker.reply(DeclarePublisher.class, request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, code));
    }

    @Test
    void aNamedPublisherContinuesAfterItsLastId() {
        stream.sequence("orders", 41);
        Publisher publisher = open("orders");

        assertThat(scene.now(publisher.send("next"))).isEqualTo(42);
        assertThat(scene.broker.received(DeclarePublisher.class))
                .containsExactly(new DeclarePublisher(0, "orders", "s"));
        assertThat(publisher.name()).isEqualTo("orders");
    }

    @Test
    void theSequenceIsQueriedOnce() {
        Publisher publisher = open("orders");
        scene.broker.cutAll();
        scene.settle();

        assertThat(scene.now(publisher.send("x"))).isEqualTo(1);
        assertThat(scene.broker.received(QueryPublisherSequence.class)).hasSize(1);
        assertThat(scene.broker.received(DeclarePublisher.class)).hasSize(2);
    }

    /** Until then, what another publisher of the name has sent on a lost connection may still be stored. */
    @Test
    void theSequenceIsQueriedAgainUntilThePublisherIsDeclared() {
        stream.sequence("orders", 41);
        answerDeclare(ResponseCode.PRECONDITION_FAILED);
        CompletableFuture<Publisher> opening = scene.client.publisher("s", PublisherOptions.DEFAULT.withName("orders"));
        scene.settle();
        ScriptedStream.on(scene).sequence("orders", 43);
        scene.advance(Duration.ofMinutes(1));

        assertThat(scene.now(scene.now(opening).send("next"))).isEqualTo(44);
    }

    @Test
    void aNamedPublisherStoresEachMessageOnceThoughItIsSentTwice() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        List<CompletableFuture<Long>> sent = send(publisher, "a", "b");
        scene.broker.cutAll();
        scene.settle();
        stream.confirmHeld();
        sent.addAll(send(publisher, "c"));

        assertThat(stream.ids()).containsExactly(1L, 2L, 1L, 2L, 3L);
        assertThat(stream.stored()).containsExactly("a", "b", "c");
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void onlyWhatIsUnconfirmedIsSentAgain() {
        stream.holdConfirms();
        Publisher publisher = open("");
        List<CompletableFuture<Long>> sent = send(publisher, "a", "b", "c", "d");
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {1, 3}));
        scene.settle();
        scene.broker.cutAll();
        scene.settle();
        stream.confirmHeld();
        scene.settle();

        assertThat(stream.ids()).containsExactly(1L, 2L, 3L, 4L, 2L, 4L);
        assertThat(stream.stored()).containsExactly("a", "b", "c", "d", "b", "d");
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void whatIsSentWhileThereIsNoConnectionLeavesInOrderAfterwards() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        send(publisher, "a");
        scene.broker.stopListening();
        scene.broker.cutAll();
        List<CompletableFuture<Long>> sent = send(publisher, "b", "c");
        assertThat(sent).allSatisfy(future -> assertThat(future).isNotDone());
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));
        stream.confirmHeld();
        scene.settle();

        assertThat(stream.stored()).containsExactly("a", "b", "c");
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void whatTheBrokerLostIsStoredInTheSecondAttempt() {
        stream.holdConfirms();
        stream.stopStoring(true);
        Publisher publisher = open("orders");
        send(publisher, "a", "b");
        stream.stopStoring(false);
        for (int cut = 0; cut < 5; cut++) {
            scene.broker.cutAll();
            scene.advance(Duration.ofSeconds(30));
        }
        stream.confirmHeld();
        scene.now(publisher.close());

        assertThat(stream.stored()).containsExactly("a", "b");
    }

    @Test
    void connectionsThatAreLostBeforeTheStreamIsLocatedDoNotEndIt() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        List<CompletableFuture<Long>> sent = send(publisher, "a");
        AtomicInteger cuts = new AtomicInteger();
        scene.broker.onFrame(Metadata.class, (peer, frame) -> {
            if (cuts.incrementAndGet() <= 5) {
                peer.cut();
            } else {
                peer.respond(frame.correlationId(), onThisNode());
            }
        });
        scene.broker.cutAll();
        scene.advance(Duration.ofMinutes(1));
        stream.confirmHeld();
        scene.settle();

        assertThat(cuts).hasValue(6);
        assertThat(sent.get(0)).isCompleted();
    }

    private static Metadata.Reply onThisNode() {
        return new Metadata.Reply(
                List.of(new Metadata.Broker(0, "scripted", 5552)),
                List.of(new Metadata.StreamInfo("s", ResponseCode.OK, 0, List.of())));
    }

    @Test
    void aMetadataUpdateMakesItDeclareAgainOnTheSameConnection() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        List<CompletableFuture<Long>> sent = send(publisher, "a");
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(1));
        scene.settle();
        stream.confirmHeld();
        scene.settle();

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(scene.broker.received(DeclarePublisher.class)).hasSize(2);
        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(stream.ids()).containsExactly(1L, 1L);
        assertThat(sent.get(0)).isCompleted();
    }

    @Test
    void aMetadataUpdateOfAnotherStreamChangesNothing() {
        open("");
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "other"));
        scene.settle();

        assertThat(scene.broker.received(DeclarePublisher.class)).hasSize(1);
    }

    @Test
    void aDeletedStreamFailsAllThatIsOpen() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s", PublisherOptions.DEFAULT.withMaxUnconfirmed(2)));
        List<CompletableFuture<Long>> sent = send(publisher, "a", "b", "waiting", "waiting too");
        CompletableFuture<Void> ready = publisher.ready();
        answerDeclare(ResponseCode.STREAM_DOES_NOT_EXIST);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(1));
        scene.settle();

        for (CompletableFuture<Long> future : sent) {
            assertThat(scene.failure(future))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        }
        assertThat(scene.failure(ready)).isInstanceOf(BrokerException.class);
        assertThat(scene.failure(publisher.send("late"))).isInstanceOf(BrokerException.class);
        assertThat(scene.now(publisher.close())).isNull();
    }

    @Test
    void aStreamWithoutALeaderIsAwaitedAsLongAsItTakes() {
        Publisher publisher = open("orders");
        answerDeclare(ResponseCode.STREAM_NOT_AVAILABLE);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(1));
        List<CompletableFuture<Long>> sent = send(publisher, "kept");
        scene.advance(Duration.ofMinutes(1));
        assertThat(sent.get(0)).isNotDone();
        ScriptedStream.on(scene);
        scene.advance(Duration.ofMinutes(1));

        assertThat(sent.get(0)).isCompleted();
    }

    @Test
    void closingWhileThereIsNoConnectionWaitsForTheNext() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        List<CompletableFuture<Long>> sent = send(publisher, "a");
        scene.broker.stopListening();
        scene.broker.cutAll();
        CompletableFuture<Void> closed = publisher.close(Duration.ofMinutes(1));
        scene.settle();
        assertThat(closed).isNotDone();
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(30));
        stream.confirmHeld();

        scene.now(closed);
        assertThat(sent.get(0)).isCompleted();
    }

    @Test
    void whatWasOnItsWayToADroppedPublisherIsSentAgain() {
        stream.holdConfirms();
        Publisher publisher = open("");
        List<CompletableFuture<Long>> sent = send(publisher, "a", "b");
        Loops.run(scene.loop, () -> {
            scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
            scene.broker
                    .lastPeer()
                    .send(new PublishError(
                            0, List.of(new PublishError.Failure(2, ResponseCode.PUBLISHER_DOES_NOT_EXIST))));
        });
        scene.advance(Duration.ofSeconds(1));
        stream.confirmHeld();
        scene.settle();

        assertThat(stream.ids()).containsExactly(1L, 2L, 1L, 2L);
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
    }
}
