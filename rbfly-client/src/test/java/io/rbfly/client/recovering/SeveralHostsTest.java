package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** URIs with several hosts. */
class SeveralHostsTest {
    private final ScriptedCluster cluster =
            new ScriptedCluster("rabbitmq-stream://a,b,c", builder -> builder.maxReconnects(5));

    @AfterEach
    void close() {
        cluster.close();
    }

    private CompletableFuture<Publisher> publisher() {
        return cluster.client().publisher("s");
    }

    @Test
    void theNextHostIsTriedWhenOneFails() {
        cluster.place("s", "b");
        cluster.kill("a");
        cluster.kill("c");

        assertThat(cluster.scene.now(publisher())).isNotNull();
    }

    @Test
    void theErrorOfTheFirstAttemptNamesEachHost() {
        List.of("a", "b", "c").forEach(cluster::kill);

        assertThat(cluster.scene.failure(publisher()))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("cannot connect to a:5552: connection refused")
                .hasMessageContaining("cannot connect to b:5552: connection refused")
                .hasMessageContaining("cannot connect to c:5552: connection refused");
    }

    @Test
    void aHostThatIsSilentIsPassedOverAfterTheConnectTimeout() {
        cluster.place("s", "b");
        cluster.kill("c");
        cluster.node("a").ignore(PeerProperties.class);
        CompletableFuture<Publisher> publisher = publisher();
        cluster.scene.advance(Duration.ofSeconds(10));

        assertThat(cluster.scene.now(publisher)).isNotNull();
    }

    private static void refuse(ScriptedBroker node) {
        node.reply(SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));
    }

    @Test
    void aRefusalOfTheUserByAllHostsIsTheError() {
        List.of("a", "b", "c").forEach(name -> refuse(cluster.node(name)));

        assertThat(cluster.scene.failure(publisher()))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE));
        assertThat(List.of("a", "b", "c"))
                .allSatisfy(name -> assertThat(cluster.node(name).peers()).hasSize(1));
    }

    @Test
    void aRefusalByOneHostAndSilenceOfTheOthersIsAConnectionExceptionThatNamesBoth() {
        cluster.kill("a");
        cluster.kill("b");
        refuse(cluster.node("c"));

        assertThat(cluster.scene.failure(publisher()))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("cannot connect to a:5552: connection refused")
                .hasMessageContaining("user guest at c:5552: authentication failure");
    }

    @Test
    void whenAllAreLostAnyOneThatIsBackWillDo() {
        cluster.place("s", "a", "b", "c");
        Publisher publisher = cluster.scene.now(publisher());
        List.of("a", "b", "c").forEach(cluster::kill);
        cluster.scene.advance(Duration.ofSeconds(1));
        CompletableFuture<Long> sent = publisher.send("kept");
        assertThat(sent).isNotDone();

        cluster.place("s", "c");
        cluster.node("c").listen();
        cluster.scene.advance(Duration.ofSeconds(30));

        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void theClientGivesUpWhenItsAttemptsAreUsedUpAtAllHosts() {
        cluster.place("s", "a");
        Publisher publisher = cluster.scene.now(publisher());
        List.of("a", "b", "c").forEach(cluster::kill);
        cluster.scene.advance(Duration.ofMinutes(5));

        assertThat(cluster.scene.failure(publisher.send("late")))
                .hasMessage("publisher on stream s: gave up connecting after 5 attempts");
    }

    @Test
    void aPublisherThatIsOpenedJustWhenItsNodeDiesIsOpenedAtAnother() {
        cluster.place("s", "b");
        cluster.scene.now(publisher());
        cluster.place("s", "a");
        cluster.kill("b");

        assertThat(cluster.scene.now(publisher())).isNotNull();
        assertThat(cluster.declared().get(0)).isEqualTo(2);
    }

    @Test
    void theFirstHostIsChosenAtRandom() {
        Set<String> first = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            try (ScriptedCluster other =
                    new ScriptedCluster("rabbitmq-stream://a,b,c", builder -> builder, new Random(seed))) {
                other.place("s", "a");
                other.scene.now(other.client().publisher("s"));
                first.add(other.scene
                        .events(ClientEvent.ConnectionOpened.class)
                        .get(0)
                        .address());
            }
        }

        assertThat(first).containsExactlyInAnyOrder("a:5552", "b:5552", "c:5552");
    }
}
