package io.rbfly.client.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of connections and clients, by either side. */
@WithEachExecutor
class CloseTest {
    /** For threads on a busy machine. The time of the scene stands still meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
        assertThat(scene.loop.parent().isTerminated()).isTrue();
    }

    @Test
    void theBrokersCloseIsAnsweredAndItsReasonReported() {
        ScriptedFeed.on(scene);
        scene.now(scene.client.publisher("s"));
        scene.broker.lastPeer().request(1, new Close(ResponseCode.UNKNOWN_FRAME, "unknown frame"));
        scene.settle();

        assertThat(scene.broker.received(StatusResponse.class))
                .containsExactly(new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
        scene.broker.cutAll();
        scene.settle();
        ClientEvent.ConnectionClosed event =
                scene.events(ClientEvent.ConnectionClosed.class).get(0);
        assertThat(event.byPeer()).isTrue();
        assertThat(event.cause()).hasMessage("connection closed by the broker: unknown frame");
    }

    @Test
    void aBrokerThatSendsCloseAndDoesNotCloseIsDisconnected() {
        scene.now(scene.client.publisher("s"));
        scene.broker.lastPeer().request(1, new Close(ResponseCode.UNKNOWN_FRAME, "unknown frame"));
        scene.advance(Duration.ofSeconds(11));

        assertThat(scene.broker.peers()).hasSize(2);
        assertThat(scene.broker.peers().get(0).isOpen()).isFalse();
    }

    @Test
    void closingSendsCloseOnEachConnectionAndCompletes() {
        ScriptedFeed.on(scene);
        scene.now(scene.client.publisher("s"));
        scene.now(scene.client.subscribe("s", Offset.FIRST));

        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.events(ClientEvent.ConnectionClosed.class))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.byPeer()).isFalse())
                .allSatisfy(event -> assertThat(event.cause()).isNull());
    }

    @Test
    void aBrokerThatDoesNotAnswerCloseIsDisconnectedAfterTheRequestTimeout() {
        scene.now(scene.client.publisher("s"));
        scene.broker.ignore(Close.class);
        CompletableFuture<Void> closed = scene.client.close();
        scene.advance(Duration.ofMillis(9_999));
        assertThat(closed).isNotDone();
        scene.advance(Duration.ofMillis(1));

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.loop.isTerminated()).isTrue();
    }

    @Test
    void closingTwiceCompletesTwice() {
        scene.now(scene.client.publisher("s"));
        CompletableFuture<Void> first = scene.client.close();
        CompletableFuture<Void> second = scene.client.close();

        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(second).succeedsWithin(PATIENCE);
    }

    @Test
    void cancellingTheFutureDoesNotStopTheClosing() {
        scene.now(scene.client.publisher("s"));
        scene.client.close().cancel(true);

        assertThat(scene.client.close()).succeedsWithin(PATIENCE);
    }

    @Test
    void aClientThatWasNeverUsedIsClosed() {
        assertThat(scene.client.close()).succeedsWithin(PATIENCE);
    }

    @Test
    void closingWhileConnecting() {
        scene.broker.ignore(PeerProperties.class);
        CompletableFuture<Publisher> opening = scene.client.publisher("s");
        scene.settle();
        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(opening)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingWhileReconnecting() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        CompletableFuture<Long> sent = publisher.send("kept");
        CompletableFuture<Void> closed = scene.client.close();
        scene.advance(Duration.ofSeconds(10));

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingWaitsForConfirmsOfWhatWasAccepted() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("accepted");
        CompletableFuture<Void> closed = scene.client.close();
        scene.settle();
        assertThat(closed).isNotDone();
        stream.confirmHeld();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(sent).succeedsWithin(PATIENCE).isEqualTo(1L);
    }

    @Test
    void closingDoesNotWaitForConfirmsLongerThanTheRequestTimeout() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("accepted");
        CompletableFuture<Void> closed = scene.client.close();
        scene.advance(Duration.ofSeconds(10));

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingWaitsForConfirmsForTheGivenTime() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("accepted");
        CompletableFuture<Void> closed = scene.client.close(Duration.ofMinutes(1));
        scene.advance(Duration.ofSeconds(59));
        assertThat(closed).isNotDone();
        scene.advance(Duration.ofSeconds(1));

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingAgainWithAShorterTimeEndsTheWaiting() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("accepted");
        CompletableFuture<Void> closed = scene.client.close(Duration.ofHours(1));
        scene.settle();
        scene.client.close(Duration.ZERO);
        scene.advance(Duration.ZERO);

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingForLessThanNoTimeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> scene.client.close(Duration.ofNanos(-1)));
    }

    @Test
    void aPendingRequestFailsWithClosedException() {
        scene.broker.ignore(Create.class);
        CompletableFuture<Void> created = scene.client.createStream("s");
        scene.settle();
        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(created)).isInstanceOf(ClosedException.class);
    }

    private void dropPublishers() {
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.settle();
    }

    @Test
    void closingInThePauseBeforeAPublisherIsPlacedAgain() {
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("kept");
        dropPublishers();
        CompletableFuture<Void> closed = scene.client.close(Duration.ZERO);
        scene.advance(Duration.ZERO);

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingInThePauseBeforeAPublisherIsTriedAgain() {
        scene.broker.reply(
                DeclarePublisher.class,
                request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_NOT_AVAILABLE));
        CompletableFuture<Publisher> opening = scene.client.publisher("s");
        scene.settle();
        assertThat(opening).isNotDone();
        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(opening)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingWhileLocatingAStream() {
        scene.now(scene.client.publisher("s"));
        List<Runnable> held = new ArrayList<>();
        scene.broker.onFrame(
                Metadata.class,
                (peer, frame) -> held.add(() -> peer.respond(
                        frame.correlationId(),
                        new Metadata.Reply(
                                List.of(new Metadata.Broker(0, "a", 5552), new Metadata.Broker(1, "b", 5552)),
                                List.of(new Metadata.StreamInfo("elsewhere", ResponseCode.OK, 0, List.of()))))));
        scene.broker.ignore(Close.class);
        CompletableFuture<Publisher> opening = scene.client.publisher("elsewhere");
        scene.settle();
        CompletableFuture<Void> closed = scene.client.close();
        scene.settle();
        held.forEach(Runnable::run); // before the broker answers Close
        scene.advance(Duration.ofSeconds(10));

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(scene.failure(opening)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingInThePauseBeforeAHandlerOfASubscriptionThatHasEndedIsTriedAgain() {
        ScriptedFeed feed = ScriptedFeed.on(scene);
        CompletableFuture<Void> loop = scene.now(scene.client.subscribe("s", Offset.FIRST))
                .forEach(
                        message -> CompletableFuture.failedFuture(new IllegalStateException("expected")),
                        ErrorPolicy.STOP.withRetries(
                                ErrorPolicy.FOREVER, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        feed.deliver(0, 1);
        feed.answer(ResponseCode.STREAM_DOES_NOT_EXIST);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(2));
        assertThat(scene.events(ClientEvent.SubscriptionEnded.class)).hasSize(1);
        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(loop).isCompleted();
    }
}
