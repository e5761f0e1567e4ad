package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One node among good ones that does not want this client, or does not work: the good ones are used, whatever the
 * order.
 */
class OneBadNodeTest {
    private static final int SEEDS = 20;

    /** The faults of a node for those who connect, send a request or read. */
    private enum Trouble {
        WRONG_PASSWORD(node -> node.reply(
                SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE))),
        ONLY_FROM_LOCALHOST(node -> node.reply(
                SaslAuthenticate.class,
                request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE_LOOPBACK))),
        NO_SUCH_MECHANISM(node -> node.reply(
                SaslHandshake.class, request -> new SaslHandshake.Reply(ResponseCode.OK, List.of("EXTERNAL")))),
        NO_VIRTUAL_HOST(node ->
                node.reply(Open.class, request -> new Open.Reply(ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE, Map.of()))),
        AN_ERROR_OF_ITS_OWN(node -> node.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.INTERNAL_ERROR, Map.of()))),
        GARBAGE(node -> node.on(
                PeerProperties.class,
                (peer, request) -> peer.sendBytes("HTTP/1.1 400 Bad\r\n".getBytes(StandardCharsets.US_ASCII)))),
        CUT_IN_THE_HANDSHAKE(node -> node.onFrame(Open.class, (peer, frame) -> peer.cut())),
        SILENCE_IN_THE_HANDSHAKE(node -> node.ignore(Open.class)),
        CUT_WHEN_ASKED(node -> node.onFrame(Metadata.class, (peer, frame) -> peer.cut())),
        SILENCE_WHEN_ASKED(node -> node.ignore(Metadata.class)),
        CUT_AT_SUBSCRIBE(node -> node.onFrame(Subscribe.class, (peer, frame) -> peer.cut())),
        SILENCE_AT_SUBSCRIBE(node -> node.ignore(Subscribe.class)),
        ACCESS_REFUSED(subscribe(ResponseCode.ACCESS_REFUSED)),
        STREAM_UNKNOWN(subscribe(ResponseCode.STREAM_DOES_NOT_EXIST)),
        STREAM_NOT_HERE(subscribe(ResponseCode.STREAM_NOT_AVAILABLE)),
        INTERNAL_ERROR(subscribe(ResponseCode.INTERNAL_ERROR));

        private final Consumer<ScriptedBroker> make;

        Trouble(Consumer<ScriptedBroker> make) {
            this.make = make;
        }

        private static Consumer<ScriptedBroker> subscribe(ResponseCode code) {
            return node -> node.reply(Subscribe.class, request -> new StatusResponse(CommandKey.SUBSCRIBE, code));
        }
    }

    private static ScriptedCluster cluster(String uri, int seed) {
        return new ScriptedCluster(uri, builder -> builder, new Random(seed));
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aPublisherIsOpenedThroughTheOtherHosts(Trouble trouble) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster("rabbitmq-stream://a,b,c", seed)) {
                trouble.make.accept(cluster.node("a"));
                cluster.place("s", "b");
                CompletableFuture<Publisher> publisher = cluster.client().publisher("s");
                cluster.scene.advance(Duration.ofSeconds(25)); // for those that are silent

                assertThat(cluster.scene.now(publisher)).as("seed %s", seed).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aSubscriptionIsMadeAtTheOtherReplica(Trouble trouble) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster("rabbitmq-stream://c", seed)) {
                trouble.make.accept(cluster.node("a"));
                cluster.place("s", "a", "a", "b");
                CompletableFuture<Subscription> subscription = cluster.client().subscribe("s", Offset.FIRST);
                cluster.scene.advance(Duration.ofSeconds(15));

                assertThat(cluster.scene.now(subscription)).as("seed %s", seed).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aSubscriptionThatLostItsReplicaGoesToAnother(Trouble trouble) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster("rabbitmq-stream://a,b,c", seed)) {
                cluster.place("s", "c", "c");
                CompletableFuture<Subscription> subscription = cluster.client().subscribe("s", Offset.FIRST);
                assertThat(cluster.scene.now(subscription)).isNotNull();
                trouble.make.accept(cluster.node("a"));
                cluster.place("s", "b", "a", "b");
                cluster.kill("c");
                cluster.node("a").cutAll();
                cluster.scene.advance(Duration.ofMinutes(2));

                assertThat(cluster.scene.events(ClientEvent.SubscriptionEnded.class))
                        .isEmpty();
                assertThat(cluster.scene.events(ClientEvent.SubscriptionResumed.class))
                        .as("seed %s", seed)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void whenAllReplicasRefuseThatIsTheError() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster("rabbitmq-stream://c", seed)) {
                Trouble.WRONG_PASSWORD.make.accept(cluster.node("a"));
                Trouble.NO_VIRTUAL_HOST.make.accept(cluster.node("b"));
                cluster.place("s", "a", "b");

                assertThat(cluster.scene.failure(cluster.client().subscribe("s", Offset.FIRST)))
                        .isInstanceOf(BrokerException.class);
            }
        }
    }
}
