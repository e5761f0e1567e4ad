package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The future that reports the end of a publisher or subscription and its reason. */
@WithEachExecutor
class ClosedFutureTest {
    private Scene scene = new Scene();
    private ScriptedFeed feed = ScriptedFeed.on(scene);

    ClosedFutureTest() {
        ScriptedStream.on(scene);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void streamIsGone() {
        scene.broker.reply(
                DeclarePublisher.class,
                request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_DOES_NOT_EXIST));
        scene.broker.reply(
                Subscribe.class,
                request -> new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.STREAM_DOES_NOT_EXIST));
        scene.broker.cutAll();
        scene.settle();
        scene.advance(Duration.ofMinutes(1));
    }

    private static void isGone(Throwable reason) {
        assertThat(reason)
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
    }

    @Test
    void itCompletesNormallyWhenTheApplicationCloses() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        publisher.closed().cancel(false);
        subscription.closed().cancel(false);
        assertThat(publisher.closed())
                .as("cancelling one does not affect others")
                .isNotDone();
        assertThat(subscription.closed()).isNotDone();

        scene.now(publisher.close());
        scene.now(subscription.close());

        scene.now(publisher.closed());
        scene.now(subscription.closed());
    }

    @Test
    void itCompletesNormallyWhenTheClientIsClosed() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));

        CompletableFuture<Void> closed = scene.client.close();

        assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
        assertThat(publisher.closed()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(subscription.closed()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void itFailsWithWhatEndedThePublisher() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        streamIsGone();

        isGone(scene.failure(publisher.closed()));
        scene.now(publisher.close());
        isGone(scene.failure(publisher.closed()));
    }

    @Test
    void itFailsWithWhatEndedTheSubscriptionWhenAllThatWasReceivedIsRead() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 2);
        scene.now(subscription.next());
        streamIsGone();
        assertThat(subscription.closed()).isNotDone();

        scene.now(subscription.next());
        isGone(scene.failure(subscription.closed()));
        isGone(scene.failure(subscription.next()));
    }

    @Test
    void aSubscriptionThatEndedUnreadIsClosedByTheApplicationInTheEnd() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 2);
        streamIsGone();

        scene.now(subscription.close());

        isGone(scene.failure(subscription.closed()));
    }

    @Test
    void itFailsWhenAllWasReadBeforeTheEnd() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 1);
        scene.now(subscription.next());
        streamIsGone();

        isGone(scene.failure(subscription.closed()));
    }

    @Test
    void itFailsWhenTheClientGivesUpReconnecting() {
        scene.close();
        scene = new Scene(builder -> builder.maxReconnects(1));
        feed = ScriptedFeed.on(scene);
        ScriptedStream.on(scene);
        Publisher publisher = scene.now(scene.client.publisher("s"));
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        scene.advance(Duration.ofMinutes(5));

        assertThat(scene.failure(publisher.closed())).isInstanceOf(ConnectionException.class);
        assertThat(scene.failure(subscription.closed())).isInstanceOf(ConnectionException.class);
    }
}
