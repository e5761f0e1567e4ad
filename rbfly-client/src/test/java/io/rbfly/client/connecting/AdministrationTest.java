package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.connection.BrokerInfo;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.StreamMetadata;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.StreamStatistics;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RepeatableRequests about streams. */
class AdministrationTest {
    private final ScriptedCluster cluster = new ScriptedCluster("rabbitmq-stream://a", builder -> builder);

    @AfterEach
    void close() {
        cluster.close();
    }

    private <T> T now(CompletableFuture<T> future) {
        return cluster.scene.now(future);
    }

    private void answerCreate(ResponseCode code) {
        cluster.node("a").reply(Create.class, request -> new StatusResponse(CommandKey.CREATE, code));
    }

    private void frameMax(int bytes) {
        cluster.node("a").onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(bytes, 60));
        });
    }

    @Test
    void optionsAreSentAsTheProtocolHasThem() {
        answerCreate(ResponseCode.OK);
        now(cluster.client().createStream("s", StreamOptions.DEFAULT.withMaxAge(Duration.ofDays(7))));
        now(cluster.client().createStream("s"));
        now(cluster.client().createStream("s", StreamOptions.DEFAULT.withArgument("later", "7")));

        assertThat(cluster.node("a").received(Create.class))
                .containsExactly(
                        new Create("s", Map.of("max-age", "604800s")),
                        new Create("s", Map.of()),
                        new Create("s", Map.of("later", "7")));
    }

    @Test
    void creatingAnExistingStreamSucceedsButNotWithOtherOptions() {
        answerCreate(ResponseCode.STREAM_ALREADY_EXISTS);
        now(cluster.client().createStream("s"));

        answerCreate(ResponseCode.PRECONDITION_FAILED);
        assertThat(cluster.scene.failure(cluster.client().createStream("s")))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
    }

    @Test
    void aStreamWithoutALeaderExists() {
        cluster.place("s", "-", "c");
        assertThat(now(cluster.client().streamExists("s"))).isTrue();
        assertThat(now(cluster.client().streamExists("typo"))).isFalse();
    }

    @Test
    void aRefusedQueryOfExistenceIsAnError() {
        cluster.node("a")
                .reply(
                        Metadata.class,
                        request -> new Metadata.Reply(
                                List.of(),
                                List.of(new Metadata.StreamInfo(
                                        "s", ResponseCode.ACCESS_REFUSED, Metadata.StreamInfo.NO_LEADER, List.of()))));

        assertThat(cluster.scene.failure(cluster.client().streamExists("s"))).hasMessage("stream s: access refused");
    }

    @Test
    void metadataContainsLeaderAndReplicasAndMissingStreams() {
        cluster.place("s", "b", "a", "c");
        cluster.place("t", "-", "a");

        assertThat(now(cluster.client().streamMetadata("t", "typo", "s")))
                .containsExactly(
                        Map.entry("t", StreamMetadata.of("t", null, List.of(new Address("a", 5552)))),
                        Map.entry("typo", StreamMetadata.failed("typo", ErrorCode.STREAM_DOES_NOT_EXIST)),
                        Map.entry(
                                "s",
                                StreamMetadata.of(
                                        "s",
                                        new Address("b", 5552),
                                        List.of(new Address("a", 5552), new Address("c", 5552)))));
    }

    @Test
    void statisticsOfABrokerThatHasNone() {
        assertThat(cluster.scene.failure(cluster.client().streamStats("s")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("3.11");
        assertThat(cluster.node("a").received(StreamStats.class)).isEmpty();
    }

    @Test
    void anOffsetIsNotResolvedByABrokerThatCannot() {
        assertThat(cluster.scene.failure(cluster.client().resolveOffset("s", Offset.NEXT)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("4.3");
        assertThat(cluster.node("a").received(ResolveOffsetSpec.class)).isEmpty();
    }

    @Test
    void statisticsContainWhereAStreamBeginsAndEnds() {
        cluster.node("a")
                .reply(
                        PeerProperties.class,
                        request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "4.0.5")))
                .reply(
                        ExchangeCommandVersions.class,
                        request -> new ExchangeCommandVersions.Reply(
                                ResponseCode.OK, List.of(new CommandVersions(28, 1, 1))))
                .reply(
                        StreamStats.class,
                        request -> new StreamStats.Reply(
                                ResponseCode.OK, Map.of("first_chunk_id", 7L, "committed_chunk_id", -1L)));

        assertThat(now(cluster.client().streamStats("s")))
                .isEqualTo(StreamStatistics.of(OptionalLong.of(7), OptionalLong.empty()));
    }

    @Test
    void theBrokerReportsItsVersionAndProperties() {
        cluster.node("a")
                .reply(
                        PeerProperties.class,
                        request -> new PeerProperties.Reply(
                                ResponseCode.OK,
                                Map.of("product", "RabbitMQ", "version", "3.10.8", "cluster_name", "blue")));

        BrokerInfo broker = now(cluster.client().broker());

        assertThat(broker.product()).isEqualTo("RabbitMQ");
        assertThat(broker.version()).isEqualTo("3.10.8");
        assertThat(broker.properties()).containsEntry("cluster_name", "blue");
        assertThat(broker.address().port()).isEqualTo(5552);
    }

    @Test
    void anOffsetIsStoredWhenTheBrokerAnswersAQueryAfterIt() {
        cluster.node("a").ignore(QueryOffset.class);
        CompletableFuture<Void> stored = cluster.client().storeOffset("s", "r", 41);
        cluster.scene.settle();

        assertThat(cluster.node("a").received(StoreOffset.class)).containsExactly(new StoreOffset("r", "s", 41));
        assertThat(stored).isNotDone();

        cluster.node("a").reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 41));
        now(cluster.client().storeOffset("s", "r", 41));
    }

    @Test
    void anOffsetThatABrokerWithoutALeaderHasDroppedIsStoredAgain() {
        answerQueries(
                new QueryOffset.Reply(ResponseCode.OK, 40),
                new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0),
                new QueryOffset.Reply(ResponseCode.STREAM_NOT_AVAILABLE, 0),
                new QueryOffset.Reply(ResponseCode.OK, 41));
        CompletableFuture<Void> stored = cluster.client().storeOffset("s", "r", 41);
        cluster.scene.advance(Duration.ofMillis(200));
        assertThat(stored).isNotDone();
        cluster.scene.advance(Duration.ofMillis(100));

        now(stored);
        assertThat(cluster.node("a").received(StoreOffset.class))
                .hasSize(4)
                .containsOnly(new StoreOffset("r", "s", 41));
    }

    @Test
    void anOffsetThatTheBrokerDoesNotStoreForFiveSecondsIsAnError() {
        answerQueries(new QueryOffset.Reply(ResponseCode.OK, 40));
        CompletableFuture<Void> stored = cluster.client().storeOffset("s", "r", 41);
        cluster.scene.advance(Duration.ofMillis(4_900));
        assertThat(stored).isNotDone();
        cluster.scene.advance(Duration.ofMillis(200));

        assertThat(cluster.scene.failure(stored))
                .isInstanceOf(BrokerException.class)
                .hasMessage("offset of r for stream s: stream not available");
    }

    @Test
    void anOffsetThatIsToBeStoredAgainIsAnErrorWhenTheClientIsClosed() {
        answerQueries(new QueryOffset.Reply(ResponseCode.OK, 40));
        CompletableFuture<Void> stored = cluster.client().storeOffset("s", "r", 41);
        cluster.scene.settle();
        now(cluster.client().close());

        assertThat(cluster.scene.failure(stored)).isInstanceOf(ClosedException.class);
    }

    @Test
    void aStoredOffsetMaySetTheFormerOneBack() {
        answerQueries(new QueryOffset.Reply(ResponseCode.OK, 41), new QueryOffset.Reply(ResponseCode.OK, 7));
        CompletableFuture<Void> stored = cluster.client().storeOffset("s", "r", 7);
        cluster.scene.advance(Duration.ofMillis(100));

        now(stored);
        assertThat(cluster.node("a").received(StoreOffset.class)).hasSize(2);
    }

    /** Answers queries in turn, and then with the last answer. */
    private void answerQueries(QueryOffset.Reply... replies) {
        Deque<QueryOffset.Reply> left = new ArrayDeque<>(List.of(replies));
        cluster.node("a").reply(QueryOffset.class, query -> left.size() > 1 ? left.remove() : left.getFirst());
    }

    @Test
    void anOffsetOfAStreamThatDoesNotExistIsNotStored() {
        cluster.node("a")
                .reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, 0));

        assertThat(cluster.scene.failure(cluster.client().storeOffset("s", "r", 41)))
                .isInstanceOf(BrokerException.class)
                .hasMessage("offset of r for stream s: stream does not exist");
    }

    @Test
    void aRequestThatIsLargerThanTheAgreedFrameIsNotSent() {
        frameMax(64);
        answerCreate(ResponseCode.OK);

        assertThat(cluster.scene.failure(cluster.client().createStream("s".repeat(64))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CREATE: 78 bytes (expected: at most 64, the negotiated frame size)");
        assertThat(cluster.scene.failure(cluster.client().storeOffset("s".repeat(64), "r", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        now(cluster.client().createStream("s".repeat(50)));
        assertThat(cluster.node("a").received(Create.class)).hasSize(1);
        assertThat(cluster.node("a").peers()).hasSize(1);
    }

    @Test
    void framesWithoutALimitAreAccepted() {
        frameMax(0);
        answerCreate(ResponseCode.OK);

        now(cluster.client().createStream("s".repeat(233)));
    }

    @Test
    void namesThatBrokersCouldNeverUseAreRefused() {
        answerCreate(ResponseCode.OK);
        cluster.node("a").reply(Delete.class, request -> new StatusResponse(CommandKey.DELETE, ResponseCode.OK));

        assertThat(cluster.scene.failure(cluster.client().createStream("s".repeat(234))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("234 bytes (expected: at most 233");
        assertThat(cluster.scene.failure(cluster.client().createStream("\u00fc".repeat(117))))
                .isInstanceOf(IllegalArgumentException.class);
        now(cluster.client().deleteStream("s".repeat(255)));
    }

    @Test
    void theVirtualHostCountsTowardsTheLengthOfTheName() {
        Scene.uri("rabbitmq-stream://a/a-long-one", scene -> {
            scene.broker.reply(Create.class, request -> new StatusResponse(CommandKey.CREATE, ResponseCode.OK));

            scene.now(scene.client.createStream("s".repeat(224)));
            assertThat(scene.failure(scene.client.createStream("s".repeat(225))))
                    .hasMessageContaining("at most 224");
        });
    }

    @Test
    void theErrorForAStreamWithOtherOptionsSaysSo() {
        cluster.place("s", "a");
        answerCreate(ResponseCode.PRECONDITION_FAILED);

        assertThat(cluster.scene.failure(cluster.client().createStream("s")))
                .isInstanceOf(BrokerException.class)
                .hasMessage("stream s exists with other options: precondition failed");
        assertThat(cluster.scene.failure(cluster.client().createStream("other")))
                .hasMessage("stream other: precondition failed");
    }

    @Test
    void aCodeThatIsNotKnownKeepsItsNumber() {
        answerCreate(ResponseCode.of(99));

        assertThat(cluster.scene.failure(cluster.client().createStream("s")))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code().number()).isEqualTo(99))
                .hasMessageContaining("99");
    }

    @Test
    void invalidAddressesAreLeftOutOfMetadata() {
        cluster.node("a")
                .reply(
                        Metadata.class,
                        request -> new Metadata.Reply(
                                List.of(
                                        new Metadata.Broker(0, "", 5552),
                                        new Metadata.Broker(1, "b", 0),
                                        new Metadata.Broker(2, "c", 5552)),
                                List.of(new Metadata.StreamInfo("s", ResponseCode.OK, 0, List.of(1, 2)))));

        assertThat(now(cluster.client().streamMetadata("s")))
                .containsEntry("s", StreamMetadata.of("s", null, List.of(new Address("c", 5552))));
    }

    @Test
    void noRequestIsSentOverAConnectionThatPublishes() {
        cluster.place("s", "a");
        Publisher publisher = now(cluster.client().publisher("s"));
        publisher.send("x");
        cluster.scene.settle();
        ScriptedPeer publishing = cluster.node("a").lastPeer();
        answerCreate(ResponseCode.OK);
        cluster.node("a").reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));

        assertThat(now(cluster.client().streamExists("s"))).isTrue();
        now(cluster.client().createStream("s"));
        now(cluster.client().queryOffset("s", "r"));
        assertThat(cluster.connections("a")).isEqualTo(2);
        assertThat(cluster.node("a").lastPeer()).isNotSameAs(publishing);
    }

    @Test
    void theConnectionThatPublishesIsUsedWhenThereCanBeNoOther() {
        cluster.place("s", "a");
        now(cluster.client().publisher("s"));
        cluster.node("a").stopListening();

        assertThat(now(cluster.client().streamExists("s"))).isTrue();
    }

    @Test
    void framesTooSmallForAnythingAreRefused() {
        frameMax(63);

        assertThat(cluster.scene.failure(cluster.client().createStream("s")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("frames of 63 bytes");
    }
}
