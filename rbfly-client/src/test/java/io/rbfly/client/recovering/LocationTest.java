package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.AddressResolverException;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which node a publisher or a subscription goes to. */
class LocationTest {
    private static final String URI = "rabbitmq-stream://a";

    private ScriptedCluster cluster = new ScriptedCluster(URI, builder -> builder);

    @AfterEach
    void close() {
        cluster.close();
    }

    private void restart(String uri, UnaryOperator<StreamsClientBuilder> settings) {
        cluster.close();
        cluster = new ScriptedCluster(uri, settings);
    }

    private Publisher publisher(String stream) {
        return cluster.scene.now(cluster.client().publisher(stream));
    }

    private Subscription subscribe(String stream) {
        return cluster.scene.now(cluster.client().subscribe(stream, Offset.FIRST));
    }

    /** Opens in one go, and returns when all are open. */
    private List<Publisher> publishers(int count, String stream) {
        List<CompletableFuture<Publisher>> opening = new ArrayList<>();
        Loops.run(cluster.scene.loop, () -> {
            for (int i = 0; i < count; i++) {
                opening.add(cluster.client().publisher(stream));
            }
        });
        return cluster.scene.now(Async.gather(opening));
    }

    private List<String> opened() {
        return cluster.scene.events(ClientEvent.ConnectionOpened.class).stream()
                .map(event -> event.connection() + " " + event.address())
                .toList();
    }

    @Test
    void aPublisherGoesToTheLeader() {
        cluster.place("s", "b", "a", "c");
        publisher("s");

        assertThat(cluster.declared()).containsExactly(0, 1, 0);
        assertThat(opened()).containsExactly("rbfly-publisher a:5552", "rbfly-publisher-2 b:5552");
    }

    @Test
    void aSubscriptionGoesToAReplica() {
        cluster.place("s", "a", "c");
        subscribe("s");

        assertThat(cluster.subscribed()).containsExactly(0, 0, 1);
    }

    @Test
    void subscriptionsAreSpreadOverTheReplicas() {
        cluster.place("s", "a", "b", "c");
        for (int i = 0; i < 40; i++) {
            subscribe("s");
        }

        assertThat(cluster.subscribed().get(0)).isZero();
        assertThat(cluster.subscribed().get(1)).isBetween(5, 35);
        assertThat(cluster.subscribed().get(2)).isBetween(5, 35);
    }

    @Test
    void aSubscriptionGoesToTheLeaderWhenThereIsNoReplica() {
        cluster.place("s", "b");
        subscribe("s");

        assertThat(cluster.subscribed()).containsExactly(0, 1, 0);
    }

    private CompletableFuture<Subscription> subscribeToReplicaOnly(String stream) {
        return cluster.client().subscribe(stream, Offset.FIRST, SubscriptionOptions.DEFAULT.withReplicaOnly(true));
    }

    @Test
    void readingFromAReplicaOnlyFailsIfThereIsNoneForAsLongAsARequestMayTake() {
        cluster.place("s", "b");
        CompletableFuture<Subscription> subscription = subscribeToReplicaOnly("s");
        cluster.scene.advance(Duration.ofSeconds(5));
        assertThat(subscription).isNotDone();
        cluster.scene.advance(Duration.ofSeconds(20));

        assertThat(cluster.scene.failure(subscription))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_NOT_AVAILABLE))
                .hasMessageContaining("reads from a replica only, and there is none");
        assertThat(cluster.subscribed()).containsExactly(0, 0, 0);
    }

    @Test
    void readingFromAReplicaOnlyBeginsWhenThereIsOne() {
        cluster.place("s", "b");
        CompletableFuture<Subscription> subscription = subscribeToReplicaOnly("s");
        cluster.scene.advance(Duration.ofSeconds(5));
        cluster.place("s", "b", "c");
        cluster.scene.advance(Duration.ofSeconds(20));

        assertThat(cluster.scene.now(subscription)).isNotNull();
        assertThat(cluster.subscribed()).containsExactly(0, 0, 1);
    }

    @Test
    void aReplicaThatBecameTheLeaderInTheMeantimeIsNotReadFrom() {
        cluster.place("s", "b", "c");
        subscribe("s");
        cluster.place("s", "c", "b");
        cluster.scene.now(subscribeToReplicaOnly("s"));

        assertThat(cluster.subscribed()).containsExactly(0, 1, 1);
    }

    @Test
    void whoReadsFromAReplicaOnlyLeavesTheOneThatBecomesTheLeader() {
        cluster.place("s", "b", "c");
        cluster.scene.now(subscribeToReplicaOnly("s"));
        cluster.place("s", "c", "b");
        cluster.node("c").lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        cluster.scene.advance(Duration.ofSeconds(5));

        assertThat(cluster.subscribed()).containsExactly(0, 1, 1);
    }

    @Test
    void whoReadsFromAReplicaOnlyWaitsForOneWhenTheLastIsLost() {
        cluster.place("s", "b", "c");
        cluster.scene.now(subscribeToReplicaOnly("s"));
        cluster.place("s", "b");
        cluster.kill("c");
        cluster.scene.advance(Duration.ofMinutes(2));
        assertThat(cluster.subscribed()).containsExactly(0, 0, 1);

        cluster.place("s", "b", "a");
        cluster.scene.advance(Duration.ofSeconds(60));
        assertThat(cluster.subscribed()).containsExactly(1, 0, 1);
    }

    @Test
    void thoseOfOneNodeAndPurposeShareAConnection() {
        cluster.place("s", "b");
        cluster.place("t", "b");
        publisher("s");
        publisher("t");
        subscribe("s");
        subscribe("t");

        assertThat(cluster.connections("b")).isEqualTo(2);
        assertThat(cluster.connections("a")).isEqualTo(1);
    }

    @Test
    void aKnownLocationIsNotQueriedAgain() {
        cluster.place("s", "b", "c");
        publisher("s");
        int before = cluster.questions();
        publisher("s");
        subscribe("s");

        assertThat(cluster.questions()).isEqualTo(before);
    }

    @Test
    void manyStreamsAreQueriedInOneRequest() {
        List<CompletableFuture<Publisher>> opening = new ArrayList<>();
        Loops.run(cluster.scene.loop, () -> {
            for (int i = 0; i < 100; i++) {
                cluster.place("s" + i, "b");
                opening.add(cluster.client().publisher("s" + i));
            }
        });
        cluster.scene.now(Async.gather(opening));

        assertThat(cluster.questions()).isEqualTo(1);
        assertThat(cluster.declared()).containsExactly(0, 100, 0);
    }

    @Test
    void allWhoLostTheirNodeAreLocatedInOneRequestAndConnectOnce() {
        cluster.place("s", "b");
        cluster.place("t", "b");
        List<Publisher> publishers = publishers(100, "s");
        publishers(100, "t");
        int before = cluster.questions();
        cluster.place("s", "c");
        cluster.place("t", "c");

        cluster.kill("b");
        cluster.scene.settle();

        assertThat(cluster.questions() - before).isEqualTo(1);
        assertThat(cluster.declared()).containsExactly(0, 200, 200);
        assertThat(cluster.node("c").peers()).hasSize(1);
        assertThat(cluster.scene.now(publishers.get(99).send("x"))).isEqualTo(1);
    }

    @Test
    void aNodeThatIsStillCalledLeaderAfterItsDeathIsTriedUntilThereIsAnother() {
        cluster.place("s", "b", "c");
        Publisher publisher = publisher("s");
        cluster.kill("b");
        cluster.scene.advance(Duration.ofSeconds(20));
        CompletableFuture<Long> sent = publisher.send("kept");
        assertThat(sent).isNotDone();

        cluster.place("s", "-", "c");
        cluster.scene.advance(Duration.ofMinutes(1));
        assertThat(sent).isNotDone();

        cluster.place("s", "c");
        cluster.scene.advance(Duration.ofSeconds(30));
        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void aStreamThatWasDeletedWhileItsNodeWasDownEndsThePublisherAndTheSubscription() {
        cluster.place("s", "b");
        Publisher publisher = publisher("s");
        Subscription subscription = subscribe("s");
        cluster.delete("s");
        cluster.kill("b");
        cluster.scene.settle();

        for (CompletableFuture<?> late : List.of(publisher.send("late"), subscription.next())) {
            assertThat(cluster.scene.failure(late))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        }
    }

    @Test
    void aStreamThatIsNowhereIsAnErrorWithoutAnyConnectionButTheFirst() {
        assertThat(cluster.scene.failure(cluster.client().publisher("typo")))
                .isInstanceOf(BrokerException.class)
                .hasMessage("publisher on stream typo: stream does not exist");
        assertThat(opened()).hasSize(1);
    }

    @Test
    void aNodeThatDoesNotKnowAnyStreamIsNotTheOnlyOneQueried() {
        cluster.place("s", "b");
        cluster.place("of a", "a");
        cluster.place("of c", "c");
        subscribe("s");
        subscribe("of a");
        cluster.scene.now(subscribe("of c").close());
        cluster.scene.advance(Duration.ofMinutes(2));
        assertThat(cluster.connections("c")).isZero();
        cluster.knowsNothing("a");

        cluster.place("s", "c");
        cluster.kill("b");
        cluster.scene.advance(Duration.ofSeconds(10));

        assertThat(cluster.subscribed()).containsExactly(1, 1, 2);
    }

    @Test
    void nodesThatDidNotKnowAStreamAreQueriedAgainIfNoneKnewIt() {
        restart("rabbitmq-stream://a,b,c", builder -> builder.backoff(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        cluster.place("s", "b");
        subscribe("s");
        List.of("a", "b", "c").forEach(cluster::knowsNothing);
        cluster.place("s", "c");
        cluster.kill("b");
        cluster.scene.advance(Duration.ofSeconds(20));
        assertThat(cluster.subscribed()).containsExactly(0, 1, 0);

        cluster.knowsAll("a");
        cluster.scene.advance(Duration.ofSeconds(20));

        assertThat(cluster.subscribed()).containsExactly(0, 1, 1);
    }

    @Test
    void pausesGrowWhileAStreamIsNotAvailable() {
        restart(URI, builder -> builder.backoff(Duration.ofMillis(100), Duration.ofSeconds(10)));
        cluster.place("s", "b");
        subscribe("s");
        cluster.scene.advance(Duration.ofMinutes(1));
        int before = cluster.questions();

        cluster.knowsNothing("a");
        cluster.kill("b");
        cluster.scene.advance(Duration.ofMinutes(1));

        assertThat(cluster.questions() - before).isBetween(6, 20);
    }

    @Test
    void aReplicaThatCannotBeReachedIsPassedOver() {
        cluster.place("s", "a", "b", "c");
        cluster.kill("b");
        for (int i = 0; i < 10; i++) {
            subscribe("s");
        }

        assertThat(cluster.subscribed()).containsExactly(0, 0, 10);
    }

    @Test
    void aReplicaThatHasNotTheStreamYetIsTheLastToBeTriedAgain() {
        cluster.place("s", "a", "b");
        cluster.node("b")
                .reply(
                        Subscribe.class,
                        request -> new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.STREAM_NOT_AVAILABLE));
        CompletableFuture<Subscription> subscription = cluster.client().subscribe("s", Offset.FIRST);
        cluster.scene.advance(Duration.ofSeconds(1));

        assertThat(subscription).isCompleted();
        assertThat(cluster.subscribed()).containsExactly(1, 1, 0);
    }

    @Test
    void aLeaderThatCannotBeReachedIsAnErrorAfterTheRequestTimeout() {
        cluster.place("s", "b");
        cluster.kill("b");
        CompletableFuture<Publisher> publisher = cluster.client().publisher("s");
        cluster.scene.advance(Duration.ofSeconds(5));
        assertThat(publisher).isNotDone();
        cluster.scene.advance(Duration.ofSeconds(20));

        assertThat(cluster.scene.failure(publisher))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("cannot connect to b:5552: connection refused");
    }

    @Test
    void attemptsToReachANodeAreBounded() {
        restart(URI, builder -> builder.maxReconnects(3));
        cluster.place("s", "b");
        Publisher publisher = publisher("s");
        cluster.kill("b");
        cluster.scene.advance(Duration.ofMinutes(2));

        assertThat(cluster.scene.failure(publisher.send("late")))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("publisher on stream s: gave up connecting after 3 attempts");
    }

    @Test
    void aSingleNodeIsReachedAtTheAddressOfTheUri() {
        restart("rabbitmq-stream://forwarded", builder -> builder);
        cluster.scene.nodes.put("forwarded", cluster.node("b"));
        cluster.scene.nodes.remove("b");
        cluster.place("s", "b");
        cluster.scene.now(cluster.client().publisher("s"));
        cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));

        assertThat(opened()).containsExactly("rbfly-publisher forwarded:5552", "rbfly-subscriber forwarded:5552");
    }

    @Test
    void aStreamOnOneNodeOfManyIsNotTakenForANodeThatStandsAlone() {
        cluster.place("s", "b");
        subscribe("s");

        assertThat(opened()).containsExactly("rbfly-subscriber a:5552", "rbfly-subscriber-2 b:5552");
    }

    @Test
    void theResolverHasTheLastWord() {
        List<Address> asked = new ArrayList<>();
        restart(
                URI,
                builder -> builder.addressResolver(advertised -> {
                    asked.add(advertised);
                    return new Address("forwarded", 1);
                }));
        cluster.scene.nodes.put("forwarded", cluster.node("b"));
        cluster.place("s", "b");
        publisher("s");

        assertThat(asked).containsExactly(new Address("b", 5552));
        assertThat(opened()).containsExactly("rbfly-publisher a:5552", "rbfly-publisher-2 forwarded:1");
        assertThat(cluster.declared()).containsExactly(0, 1, 0);
    }

    @Test
    void whatAResolverThrowsEndsTheOpeningAndIsTheCause() {
        IllegalStateException thrown = new IllegalStateException("of the application");
        restart(
                URI,
                builder -> builder.addressResolver(advertised -> {
                    throw thrown;
                }));
        cluster.place("s", "a");

        for (CompletableFuture<?> opening :
                List.of(cluster.client().publisher("s"), cluster.client().subscribe("s", Offset.FIRST))) {
            assertThat(cluster.scene.failure(opening))
                    .isInstanceOf(AddressResolverException.class)
                    .hasMessageStartingWith("address resolver failed for node a:5552")
                    .hasCause(thrown);
        }
    }

    @Test
    void aResolverThatReturnsNullEndsTheOpening() {
        restart(URI, builder -> builder.addressResolver(advertised -> null));
        cluster.place("s", "a");

        assertThat(cluster.scene.failure(cluster.client().publisher("s")))
                .isInstanceOf(AddressResolverException.class)
                .hasMessageContaining("resolver returned null");
    }

    @Test
    void aNodeForWhichTheResolverFailsIsPassedOver() {
        restart(
                URI,
                builder -> builder.addressResolver(advertised -> {
                    if (advertised.host().equals("b")) {
                        throw new IllegalStateException("of the application");
                    }
                    return advertised;
                }));
        cluster.place("s", "a", "b", "c");
        for (int i = 0; i < 10; i++) {
            subscribe("s");
        }

        assertThat(cluster.subscribed()).containsExactly(0, 0, 10);
    }

    @Test
    void aResolverThatFailsAfterwardsDoesNotEndWhatWasOpen() {
        AtomicBoolean failing = new AtomicBoolean();
        restart(
                URI,
                builder -> builder.addressResolver(advertised -> {
                    if (failing.get()) {
                        throw new IllegalStateException("of the application");
                    }
                    return advertised;
                }));
        cluster.place("s", "b");
        Publisher publisher = publisher("s");
        failing.set(true);
        cluster.node("b").cutAll();
        CompletableFuture<Long> sent = publisher.send("kept");
        cluster.scene.advance(Duration.ofMinutes(1));
        assertThat(sent).isNotDone();
        assertThat(cluster.scene.events(ClientEvent.ReconnectFailed.class))
                .extracting(ClientEvent.ReconnectFailed::cause)
                .hasOnlyElementsOfType(AddressResolverException.class);

        failing.set(false);
        cluster.scene.advance(Duration.ofSeconds(31));

        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void addressesThatAreNoneAreIgnored() {
        cluster.node("a")
                .reply(
                        Metadata.class,
                        request -> new Metadata.Reply(
                                List.of(
                                        new Metadata.Broker(0, "", 5552),
                                        new Metadata.Broker(1, "b", -1),
                                        new Metadata.Broker(2, "c", 5552)),
                                List.of(new Metadata.StreamInfo("s", ResponseCode.OK, 2, List.of(0, 1)))));
        subscribe("s");

        assertThat(cluster.subscribed()).containsExactly(0, 0, 1);
    }

    @Test
    void aNodeThatDoesNotAnswerMetadataIsDisconnected() {
        cluster.node("a").ignore(Metadata.class);
        CompletableFuture<Publisher> publisher = cluster.client().publisher("s");
        cluster.scene.advance(Duration.ofSeconds(10));

        assertThat(cluster.scene.failure(publisher)).isInstanceOf(RequestTimeoutException.class);
        assertThat(cluster.connections("a")).isZero();
    }

    @Test
    void anAnswerWithoutTheStreamLeavesItUnavailable() {
        cluster.node("a").reply(Metadata.class, request -> new Metadata.Reply(List.of(), List.of()));
        CompletableFuture<Publisher> publisher = cluster.client().publisher("s");
        cluster.scene.advance(Duration.ofSeconds(30));

        assertThat(cluster.scene.failure(publisher)).hasMessage("publisher on stream s: stream not available");
    }
}
