package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers and subscriptions that cannot be opened, or are closed at an inconvenient moment. */
class OpeningTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private void isIllegal(CompletableFuture<?> operation) {
        assertThat(scene.failure(operation)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void emptyNamesAreRefusedWhenNothingIsConnectedYet() {
        isIllegal(scene.client.createStream(""));
        isIllegal(scene.client.deleteStream(""));
        isIllegal(scene.client.storeOffset("s", "", 1));
        isIllegal(scene.client.queryOffset("", "r"));
    }

    @Test
    void aPublisherOfAnEmptyNameIsRefused() {
        isIllegal(scene.client.publisher(""));
    }

    @Test
    void aNamedPublisherOfAnEmptyStreamIsRefused() {
        isIllegal(scene.client.publisher("", PublisherOptions.named("p")));
    }

    @Test
    void aSubscriptionToAnEmptyNameIsRefused() {
        isIllegal(scene.client.subscribe("", Offset.FIRST));
    }

    @Test
    void aSubscriptionFromAStoredOffsetOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Offset.stored(""));
        isIllegal(scene.client.subscribe("", Offset.stored("r")));
    }

    @Test
    void aSubscriptionFromATimeThatHasNoMillisecondsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Offset.timestamp(Instant.MAX));
    }

    @Test
    void anIllegalSubscriptionDoesNotBlockOthersOnItsConnection() {
        CompletableFuture<Subscription> other = new CompletableFuture<>();
        Loops.run(
                scene.loop,
                () -> { // both before the connection is open
                    scene.client.subscribe("", Offset.stored("r"));
                    scene.client.subscribe("s", Offset.FIRST).thenAccept(other::complete);
                });

        scene.settle();

        assertThat(other).isCompleted();
    }

    @Test
    void aBrokerThatDoesNotAnswerDeclareEndsInATimeout() {
        scene.broker.ignore(DeclarePublisher.class);
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");

        scene.advance(Duration.ofSeconds(11));

        assertThat(scene.failure(publisher)).isInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void aBrokerThatDoesNotAnswerSubscribeEndsInATimeout() {
        scene.broker.ignore(Subscribe.class);
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);

        scene.advance(Duration.ofSeconds(11));

        assertThat(scene.failure(subscription)).isInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void aBrokerThatCutsTheConnectionAtEachDeclareEndsTheOpening() {
        scene.broker.onFrame(DeclarePublisher.class, (peer, frame) -> peer.cut());
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");

        for (int i = 0; i < 20 && !publisher.isDone(); i++) {
            scene.advance(Duration.ofMinutes(1));
        }

        assertThat(scene.failure(publisher)).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aConnectionThatIsLostEachTimeItIsUsedIsMadeAgainWithPauses() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        scene.broker.onFrame(DeclarePublisher.class, (peer, frame) -> peer.cut());
        scene.broker.cutAll();
        for (int i = 0; i < 20; i++) {
            scene.settle();
        }

        assertThat(scene.broker.peers()).as("connections without time going on").hasSizeLessThan(5);
        assertThat(publisher.send("kept")).isNotDone();
    }

    @Test
    void aPublisherThatIsClosedWhileItIsDeclaredAgainIsDeleted() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Integer> declared = new CompletableFuture<>();
        scene.broker.onFrame(DeclarePublisher.class, (peer, frame) -> declared.complete(frame.correlationId()));
        scene.broker.cutAll();
        scene.settle();

        CompletableFuture<Void> closed = publisher.close();
        scene.settle();
        scene.broker
                .lastPeer()
                .respond(declared.join(), new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.OK));
        scene.settle();

        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(closed).isCompleted();
    }

    @Test
    void aSubscriptionThatIsClosedWhileItIsDeclaredAgainIsDeleted() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Integer> subscribed = new CompletableFuture<>();
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> subscribed.complete(frame.correlationId()));
        scene.broker.cutAll();
        scene.settle();

        CompletableFuture<Void> closed = subscription.close();
        scene.settle();
        scene.broker.lastPeer().respond(subscribed.join(), new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK));
        scene.settle();

        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
        assertThat(closed).isCompleted();
    }

    @Test
    void anAnswerOfTheWrongKindFailsTheRequestByAnErrorOfTheClient() {
        scene.broker.onFrame(
                Create.class,
                (peer, frame) ->
                        peer.respond(frame.correlationId(), new StatusResponse(CommandKey.DELETE, ResponseCode.OK)));

        CompletableFuture<Void> created = scene.client.createStream("s");
        scene.advance(Duration.ofSeconds(10)); // it is tried on two more connections
        assertThat(scene.failure(created)).isInstanceOf(StreamException.class);
    }

    @Test
    void aStreamThatIsNotThereIsAnErrorOfTheOpening() {
        feed.answer(ResponseCode.STREAM_DOES_NOT_EXIST);

        assertThat(scene.failure(scene.client.subscribe("s", Offset.FIRST)))
                .hasMessage("subscription to stream s: stream does not exist");
        assertThat(stream.frames()).isEmpty();
    }

    @Test
    void aStreamWithoutALeaderIsTriedAgainUntilItHasOne() {
        feed.answer(ResponseCode.STREAM_NOT_AVAILABLE);
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);
        scene.advance(Duration.ofSeconds(3));
        assertThat(subscription).isNotDone();
        assertThat(feed.subscribes()).hasSizeGreaterThan(1);

        feed.answer(ResponseCode.OK);
        scene.advance(Duration.ofSeconds(5));

        assertThat(subscription).isCompleted();
    }

    @Test
    void aStreamThatStaysWithoutALeaderIsAnErrorAfterTheRequestTimeout() {
        feed.answer(ResponseCode.STREAM_NOT_AVAILABLE);
        CompletableFuture<Subscription> subscription = scene.client.subscribe("s", Offset.FIRST);

        scene.advance(Duration.ofSeconds(30));

        assertThat(scene.failure(subscription)).hasMessage("subscription to stream s: stream not available");
    }
}
