package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Traffic;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import io.rbfly.testkit.embedded.EmbeddedNode;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client makes of the faults of embedded brokers. */
@EmbeddedBrokerTest
class EmbeddedFailuresTest {
    private static final int STEP = 5_000;

    private final String stream = newName();
    private final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    private StreamsClient client;

    private void connect(String uri) throws Exception {
        client = StreamsClient.builder(uri)
                .backoff(Duration.ofMillis(20), Duration.ofMillis(100))
                .listener(events::add)
                .build();
        await(client.createStream(stream));
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker, EmbeddedCluster cluster) throws Exception {
        broker.faults().end();
        cluster.faults().end();
        await(client.deleteStream(stream));
        await(client.close());
    }

    private void awaitEvent(Class<? extends ClientEvent> type) throws InterruptedException {
        ClientEvent event;
        do {
            event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("the event %s", type.getSimpleName()).isNotNull();
        } while (!type.isInstance(event));
    }

    private static EmbeddedNode awaitLeader(EmbeddedCluster cluster, String stream) {
        awaitTrue("there is a leader", () -> cluster.stream(stream).leader().isPresent());
        return cluster.stream(stream).leader().orElseThrow();
    }

    @Test
    void nodesThatAreKilledOneAfterTheOtherLoseAndRepeatNothing(EmbeddedCluster cluster) throws Exception {
        connect(cluster.uri());
        Traffic traffic = Traffic.start(client, stream);
        int allowed = 0;
        for (EmbeddedNode node : cluster.nodes()) {
            traffic.allow(STEP);
            traffic.awaitRead(allowed + STEP / 10);
            allowed += STEP;
            node.kill();
            traffic.awaitRead(allowed);
            node.start();
        }
        traffic.finish();
    }

    @ParameterizedTest
    @EnumSource
    void batchesAreSentAgainAsTheyWere(Compression compression, EmbeddedCluster cluster) throws Exception {
        connect(cluster.uri());
        Traffic traffic = Traffic.start(client, stream, Batching.of(50, compression));
        int allowed = 0;
        for (EmbeddedNode node : cluster.nodes()) {
            traffic.allow(STEP);
            traffic.awaitRead(allowed + STEP / 10);
            allowed += STEP;
            node.kill();
            traffic.awaitRead(allowed);
            node.start();
        }
        traffic.finish();
    }

    @Test
    void aLeaderThatMovesLosesAndRepeatsNothing(EmbeddedCluster cluster) throws Exception {
        connect(cluster.uri());
        Traffic traffic = Traffic.start(client, stream);
        int allowed = 0;
        for (EmbeddedNode node : List.of(cluster.node(1), cluster.node(2), cluster.node(0))) {
            traffic.allow(STEP);
            traffic.awaitRead(allowed + STEP / 10);
            allowed += STEP;
            cluster.stream(stream).moveLeader(node);
            traffic.awaitRead(allowed);
            assertThat(awaitLeader(cluster, stream)).isEqualTo(node);
        }
        traffic.finish();
    }

    @Test
    void aSubscriptionThatReadsFromAReplicaOnlyFollowsTheLeadersThatMove(EmbeddedCluster cluster) throws Exception {
        connect(cluster.uri());
        Traffic traffic = Traffic.start(client, stream, null, SubscriptionOptions.DEFAULT.withReplicaOnly(true));
        int allowed = 0;
        for (EmbeddedNode node : List.of(cluster.node(1), cluster.node(2), cluster.node(0))) {
            traffic.allow(STEP);
            traffic.awaitRead(allowed + STEP / 10);
            allowed += STEP;
            cluster.stream(stream).moveLeader(node);
            traffic.awaitRead(allowed);
        }
        traffic.finish();
    }

    @Test
    void aBrokerOfOneNodeHasNoReplicaToReadFrom(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        StreamsClient impatient = StreamsClient.builder(broker.uri())
                .requestTimeout(Duration.ofSeconds(3))
                .build();
        assertThatThrownBy(() -> await(
                        impatient.subscribe(stream, Offset.FIRST, SubscriptionOptions.DEFAULT.withReplicaOnly(true))))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("reads from a replica only, and there is none");
        await(impatient.close());
    }

    @Test
    void anIsolatedLeaderLosesAndRepeatsNothing(EmbeddedCluster cluster) throws Exception {
        connect(cluster.uri());
        Traffic traffic = Traffic.start(client, stream);
        traffic.allow(STEP);
        traffic.awaitRead(STEP / 10);
        EmbeddedNode leader = awaitLeader(cluster, stream);
        leader.isolate();
        assertThat(awaitLeader(cluster, stream)).isNotEqualTo(leader);
        leader.rejoin();
        traffic.awaitRead(STEP);
        traffic.finish();
    }

    @Test
    void aBrokerThatIsKilledAndStartedLosesAndRepeatsNothing(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Traffic traffic = Traffic.start(client, stream);
        traffic.allow(STEP);
        traffic.awaitRead(STEP / 10);
        broker.node().kill();
        awaitEvent(ClientEvent.ReconnectFailed.class);
        broker.node().start();
        traffic.awaitRead(STEP);
        traffic.finish();
    }

    @Test
    void connectionsThatAreCutLoseAndRepeatNothing(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Traffic traffic = Traffic.start(client, stream);
        for (int allowed = STEP; allowed <= 5 * STEP; allowed += STEP) {
            traffic.allow(STEP);
            traffic.awaitRead(allowed - STEP / 2);
            broker.faults().cutConnections();
            traffic.awaitRead(allowed);
        }
        traffic.finish();
    }

    @Test
    void aStreamThatIsRestartedLosesAndRepeatsNothing(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Traffic traffic = Traffic.start(client, stream);
        traffic.allow(STEP);
        traffic.awaitRead(STEP / 10);
        broker.stream(stream).restart();
        awaitEvent(ClientEvent.PublisherInterrupted.class);
        awaitEvent(ClientEvent.PublisherResumed.class);
        traffic.awaitRead(STEP);
        traffic.finish();
    }

    @Test
    void aFrozenBrokerDelaysEverythingAndLosesNothing(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Publisher publisher = await(client.publisher(stream));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        broker.node().freeze();
        CompletableFuture<Long> sent = publisher.send("later");
        CompletableFuture<Message> next = subscription.next();
        assertThat(broker.node().isRunning()).isTrue(); // a turn of the event loop later
        CompletableFuture<Boolean> answer = client.streamExists(stream);
        assertThat(broker.node().connections()).isPositive(); // and another turn
        assertThat(sent).isNotDone();
        assertThat(answer).isNotDone();

        broker.node().thaw();

        await(sent);
        assertThat(await(next).body()).isEqualTo("later");
    }

    @Test
    void anAlarmDelaysWhatIsPublished(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Publisher publisher = await(client.publisher(stream, PublisherOptions.named("till")));
        await(publisher.send("before"));
        broker.faults().raiseAlarm();
        broker.faults().cutConnections();
        CompletableFuture<Long> sent = publisher.send("after");
        awaitEvent(ClientEvent.ReconnectFailed.class); // no publisher can be declared
        assertThat(sent).isNotDone();

        broker.faults().clearAlarm();

        await(sent);
    }

    @Test
    void confirmsThatAreHeldBackComeLater(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Publisher publisher = await(client.publisher(stream));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        broker.faults().holdConfirms();
        CompletableFuture<Long> sent = publisher.send("x");
        await(client.streamExists(stream));
        assertThat(sent).isNotDone();

        broker.faults().releaseConfirms();

        await(sent);
        assertThat(await(subscription.next()).body()).isEqualTo("x");
    }

    @Test
    void commandsAreRefusedIgnoredDelayedAndAnsweredByAnEnd(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        broker.faults().refuse(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED, 1);
        assertThatThrownBy(() -> await(client.publisher(stream)))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
        Publisher publisher = await(client.publisher(stream));

        broker.faults().refuse(CommandKey.PUBLISH, ResponseCode.INTERNAL_ERROR, 1);
        assertThat(publisher.send("x")).failsWithin(Duration.ofSeconds(30));
        await(publisher.send("y"));

        broker.faults().disconnect(CommandKey.PUBLISH, 1);
        await(publisher.send("z"));

        broker.faults().ignore(CommandKey.STREAM_STATS, 1);
        CompletableFuture<?> ignored = client.streamStats(stream);
        broker.faults().delay(CommandKey.METADATA, Duration.ofMillis(50), 1);
        assertThat(await(client.streamExists(stream))).isTrue();
        assertThat(ignored).isNotDone();
    }

    @Test
    void confirmsAreDelayed(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Publisher publisher = await(client.publisher(stream));
        broker.faults().delayConfirms(Duration.ofMillis(200));
        long start = System.nanoTime();

        await(publisher.send("x"));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    }

    @Test
    void aConfirmThatDoesNotComeTimesOut(EmbeddedBroker broker) throws Exception {
        connect(broker.uri());
        Publisher publisher =
                await(client.publisher(stream, PublisherOptions.DEFAULT.withConfirmTimeout(Duration.ofMillis(100))));
        broker.faults().holdConfirms();

        assertThat(publisher.send("x")).failsWithin(Duration.ofSeconds(30));
    }
}
