package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many subscriptions share a connection, and what they share on it. */
class SharedConnectionTest {
    private Scene scene = play(builder -> builder);

    private static Scene play(UnaryOperator<StreamsClientBuilder> settings) {
        Scene scene = new Scene(settings);
        ScriptedStream.on(scene);
        ScriptedFeed.on(scene);
        return scene;
    }

    private void restart(UnaryOperator<StreamsClientBuilder> settings) {
        scene.close();
        scene = play(settings);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Opens in one turn of the event loop. */
    private List<CompletableFuture<Subscription>> opening(int count, Offset offset) {
        List<CompletableFuture<Subscription>> opening = new ArrayList<>();
        Loops.run(scene.loop, () -> {
            for (int i = 0; i < count; i++) {
                opening.add(scene.client.subscribe("s", offset));
            }
        });
        scene.settle();
        return opening;
    }

    private List<Subscription> open(int count, Offset offset) {
        return scene.now(Async.gather(opening(count, offset)));
    }

    /** Notes on which connection requests of a type come, and answers none. */
    private <R extends Request<?>> List<ScriptedPeer> unanswered(Class<R> type) {
        List<ScriptedPeer> peers = new ArrayList<>();
        scene.broker.onFrame(type, (peer, frame) -> peers.add(peer));
        return peers;
    }

    @Test
    void fortySubscriptionsGoToThreeConnectionsThatOpenAtTheSameTime() {
        List<Runnable> held = new ArrayList<>();
        scene.now(scene.client.publisher("s")); // locates the stream
        scene.broker.onFrame(
                Open.class,
                (peer, frame) ->
                        held.add(() -> peer.respond(frame.correlationId(), new Open.Reply(ResponseCode.OK, Map.of()))));
        List<CompletableFuture<Subscription>> opening = opening(40, Offset.FIRST);
        assertThat(held).as("connections that are being made").hasSize(3);

        held.forEach(Runnable::run);
        scene.now(Async.gather(opening));

        assertThat(scene.broker.peers()).as("with that of the publisher").hasSize(4);
        assertThat(scene.events(ClientEvent.ConnectionOpened.class))
                .extracting(ClientEvent.ConnectionOpened::connection)
                .containsExactly("rbfly-publisher", "rbfly-subscriber", "rbfly-subscriber-2", "rbfly-subscriber-3");
    }

    @Test
    void connectionsAreFilledOneAfterTheOther() {
        Map<ScriptedPeer, Integer> counts = new LinkedHashMap<>();
        unanswered(Subscribe.class);
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> counts.merge(peer, 1, Integer::sum));
        opening(40, Offset.FIRST);

        assertThat(counts.values()).containsExactly(16, 16, 8);
    }

    @Test
    void aNewSubscriptionSurvivesTheConsecutiveLossOfAllConnectionsToANode() {
        restart(builder -> builder.maxSubscriptionsPerConnection(1));
        open(6, Offset.FIRST);
        List<ScriptedPeer> dying = List.copyOf(scene.broker.peers());
        scene.broker.onFrame(Metadata.class, (peer, frame) -> {
            if (dying.contains(peer)) {
                peer.cut();
            } else {
                Metadata.StreamInfo stream = new Metadata.StreamInfo("other", ResponseCode.OK, 0, List.of());
                Metadata.Broker node = new Metadata.Broker(0, "scripted", 5552);
                peer.respond(frame.correlationId(), new Metadata.Reply(List.of(node), List.of(stream)));
            }
        });
        CompletableFuture<Subscription> opening = scene.client.subscribe("other", Offset.FIRST);
        scene.settle();
        for (int i = 0; i < 20; i++) {
            scene.advance(Duration.ofSeconds(1));
        }

        assertThat(opening).isCompleted();
    }

    @Test
    void aBoundOfOneGivesEachSubscriptionAConnection() {
        restart(builder -> builder.maxSubscriptionsPerConnection(1));
        open(5, Offset.FIRST);

        assertThat(scene.broker.peers()).hasSize(5);
        assertThat(scene.broker.received(Subscribe.class))
                .extracting(Subscribe::subscriptionId)
                .containsOnly(0);
    }

    @Test
    void aBoundOf256LetsAllShareAConnection() {
        restart(builder -> builder.maxSubscriptionsPerConnection(256));
        open(256, Offset.FIRST);
        assertThat(scene.broker.peers()).hasSize(1);

        open(1, Offset.FIRST);
        assertThat(scene.broker.peers()).hasSize(2);
    }

    @Test
    void publishersHaveABoundOfTheirOwn() {
        restart(builder -> builder.maxPublishersPerConnection(2));
        for (int i = 0; i < 5; i++) {
            scene.now(scene.client.publisher("s"));
        }

        assertThat(scene.broker.peers()).hasSize(3);
    }

    @Test
    void aPlaceThatIsFreeAgainIsUsed() {
        Subscription first = open(16, Offset.FIRST).get(0);
        scene.now(first.close());
        open(1, Offset.FIRST);

        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void allConnectionsOfALostNodeAreReopenedAfterOneQuery() {
        open(40, Offset.FIRST);
        scene.advance(Duration.ofSeconds(2));
        int before = scene.broker.received(Metadata.class).size();
        scene.broker.cutAll();
        scene.settle();

        assertThat(scene.broker.peers().stream().filter(ScriptedPeer::isOpen)).hasSize(3);
        assertThat(scene.broker.received(Metadata.class)).hasSize(before + 1);
        assertThat(scene.broker.received(Subscribe.class)).hasSize(80);
    }

    @Test
    void subscriptionsAtTheEndShareTheQueryAfterTheirRequestsOnAnOldBroker() {
        List<Class<?>> order = new ArrayList<>();
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> order.add(Subscribe.class));
        scene.broker.onFrame(QueryOffset.class, (peer, frame) -> order.add(QueryOffset.class));
        opening(3, Offset.NEXT);

        assertThat(order).containsExactly(Subscribe.class, Subscribe.class, Subscribe.class, QueryOffset.class);
    }

    @Test
    void subscriptionsAtTheEndShareTheQueryBeforeTheirRequestsOnANewBroker() {
        ScriptedFeed.on(scene).ofNewBroker(90);
        open(16, Offset.NEXT);

        assertThat(scene.broker.received(StreamStats.class)).hasSize(1);
        assertThat(scene.broker.received(Subscribe.class)).hasSize(16);
        assertThat(scene.broker.received(QueryOffset.class)).isEmpty();
    }

    @Test
    void aQueryThatWasSentIsNotSharedWithLaterCallers() {
        ScriptedFeed.on(scene).ofNewBroker(90);
        unanswered(StreamStats.class);
        opening(2, Offset.NEXT);
        opening(2, Offset.NEXT);

        assertThat(scene.broker.received(StreamStats.class)).hasSize(2);
    }

    @Test
    void aSubscriptionAtTheEndOfTheStreamGetsItsCreditAfterItIsAccepted() {
        ScriptedFeed.on(scene).ofNewBroker(90);
        open(1, Offset.NEXT);

        assertThat(scene.broker.received(Subscribe.class).get(0).credit()).isZero();
        assertThat(ScriptedFeed.on(scene).credits()).isEqualTo(10);
    }

    @Test
    void anAnswerAfterARefusedRequestDeterminesNoOffset() {
        ScriptedFeed feed = ScriptedFeed.on(scene);
        feed.answer(ResponseCode.STREAM_NOT_AVAILABLE);
        List<CompletableFuture<Subscription>> opening = opening(1, Offset.NEXT);
        feed.answer(ResponseCode.OK);
        scene.advance(Duration.ofSeconds(1));

        assertThat(opening.get(0)).isCompleted();
        assertThat(feed.subscribes())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.offset().getClass().getSimpleName()).isEqualTo("Last"));
    }
}
