package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that was open and is lost. */
@WithEachExecutor
class ReconnectTest {
    private static final Duration STEP = Duration.ofMillis(10);

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher publisher(UnaryOperator<StreamsClientBuilder> settings) {
        scene = new Scene(settings);
        ScriptedStream.on(scene);
        return scene.now(scene.client.publisher("s"));
    }

    /** Cuts each attempt from now on, and returns the times in milliseconds between attempts. */
    private List<Long> pauses(Duration during) {
        scene.broker.on(PeerProperties.class, (peer, request) -> peer.cut());
        int known = scene.broker.peers().size();
        scene.broker.cutAll();
        scene.settle();
        List<Long> pauses = new ArrayList<>();
        long waited = 0;
        for (Duration time = Duration.ZERO; time.compareTo(during) < 0; time = time.plus(STEP)) {
            int now = scene.broker.peers().size();
            if (now > known) {
                pauses.add(waited);
                waited = 0;
                known = now;
            }
            scene.timer.advance(STEP);
            waited += STEP.toMillis();
        }
        return pauses;
    }

    @Test
    void theFirstAttemptComesAtOnceAndPausesDoubleUpToTheLongestEachFromItsUpperHalf() {
        publisher(builder -> builder.backoff(Duration.ofMillis(200), Duration.ofMillis(1000)));

        List<Long> pauses = pauses(Duration.ofSeconds(8));

        assertThat(pauses.get(0)).isZero();
        assertThat(pauses.get(1)).isBetween(100L, 210L);
        assertThat(pauses.get(2)).isBetween(200L, 410L);
        assertThat(pauses.get(3)).isBetween(400L, 810L);
        assertThat(pauses.subList(4, pauses.size()))
                .hasSizeGreaterThan(4)
                .allSatisfy(pause -> assertThat(pause).isBetween(500L, 1010L));
        assertThat(pauses.subList(4, pauses.size()).stream().distinct()).hasSizeGreaterThan(2);
    }

    @Test
    void pausesStartAgainAfterAConnectionThatLasted() {
        publisher(builder -> builder.backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(20));
        scene.broker.listen();
        scene.advance(Duration.ofMinutes(2));
        assertThat(scene.events(ClientEvent.ConnectionOpened.class)).hasSize(2);

        List<Long> pauses = pauses(Duration.ofSeconds(2));

        assertThat(pauses.get(0)).isZero();
        assertThat(pauses.get(1)).isBetween(100L, 210L);
    }

    @Test
    void theClientGivesUpAfterTheConfiguredNumberOfAttempts() {
        Publisher publisher = publisher(builder -> builder.maxReconnects(3));
        CompletableFuture<Void> ready = publisher.ready();
        int before = scene.broker.peers().size();

        pauses(Duration.ofSeconds(20));

        assertThat(scene.broker.peers().size() - before).isEqualTo(3);
        assertThat(ready).isCompleted();
        assertThat(scene.failure(publisher.send("late")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("3 attempts");
    }

    @Test
    void noAttemptIsMadeWhenNoneIsAllowed() {
        Publisher publisher = publisher(builder -> builder.maxReconnects(0));
        int before = scene.broker.peers().size();

        scene.broker.cutAll();
        scene.advance(Duration.ofMinutes(1));

        assertThat(scene.broker.peers()).hasSize(before);
        assertThat(scene.failure(publisher.send("late"))).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aClientThatGaveUpConnectsForTheNextOperation() {
        publisher(builder -> builder.maxReconnects(1));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.advance(Duration.ofMinutes(5));
        scene.broker.listen();

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void aRefusalOfTheCredentialsOnAReconnectIsRetriedAndReported() {
        Publisher publisher = publisher(builder -> builder);
        ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Message> next = subscription.next();
        scene.broker.reply(
                SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));
        scene.broker.cutAll();
        CompletableFuture<Long> sent = publisher.send("kept");
        scene.advance(Duration.ofHours(1));
        assertThat(next).isNotDone();
        assertThat(sent).isNotDone();
        assertThat(scene.events(ClientEvent.ReconnectFailed.class))
                .extracting(ClientEvent.ReconnectFailed::what)
                .contains("publisher on stream s", "subscription to stream s");
        assertThat(scene.events(ClientEvent.ReconnectFailed.class)).allSatisfy(event -> {
            assertThat(event.cause())
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE));
            assertThat(event.pause()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(30));
        });

        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(1 << 20, 60));
        });
        scene.advance(Duration.ofSeconds(31));

        assertThat(sent).isCompletedWithValue(1L);
        assertThat(scene.events(ClientEvent.PublisherEnded.class)).isEmpty();
        assertThat(scene.events(ClientEvent.SubscriptionEnded.class)).isEmpty();
        assertThat(scene.events(ClientEvent.SubscriptionResumed.class)).hasSize(1);
    }

    @Test
    void refusalsOnAReconnectCountTowardsTheMostAttempts() {
        Publisher publisher = publisher(builder -> builder.maxReconnects(4));
        int before = scene.broker.peers().size();
        scene.broker.reply(
                SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));
        scene.broker.cutAll();
        scene.advance(Duration.ofHours(1));

        assertThat(scene.broker.peers().size() - before).isEqualTo(4);
        assertThat(scene.failure(publisher.send("late")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("4 attempts")
                .hasCauseInstanceOf(BrokerException.class);
    }

    @Test
    void eventsReportWhoEndedAConnectionAndWhetherItWasReopened() {
        publisher(builder -> builder);
        scene.broker.cutAll();
        scene.settle();
        scene.now(scene.client.close());

        assertThat(scene.events(ClientEvent.ConnectionOpened.class))
                .extracting(ClientEvent.ConnectionOpened::reconnect)
                .containsExactly(false, true);
        assertThat(scene.events(ClientEvent.ConnectionOpened.class))
                .extracting(ClientEvent.ConnectionOpened::connection)
                .containsOnly("rbfly-publisher");
        assertThat(scene.events(ClientEvent.ConnectionClosed.class))
                .extracting(ClientEvent.ConnectionClosed::byPeer)
                .containsExactly(true, false);
        assertThat(scene.events(ClientEvent.ConnectionClosed.class).get(0).cause())
                .isInstanceOf(ConnectionException.class);
        assertThat(scene.events(ClientEvent.ConnectionClosed.class).get(1).cause())
                .isNull();
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheClient() {
        Publisher publisher = publisher(builder -> builder.listener(event -> {
            throw new IllegalStateException("expected");
        }));
        scene.broker.cutAll();

        assertThat(scene.now(publisher.send("x"))).isEqualTo(1);
    }

    @Test
    void aRefusedConnectFailsAtOnceAndTheNextCallTriesAgain() {
        scene = new Scene();
        ScriptedStream.on(scene);
        scene.broker.stopListening();
        assertThat(scene.failure(scene.client.publisher("s")))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("cannot connect to scripted:5552: connection refused");

        scene.broker.listen();

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }
}
