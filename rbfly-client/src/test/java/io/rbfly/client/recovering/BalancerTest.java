package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes behind one address: the client reconnects until it reaches the node that has the stream. */
class BalancerTest {
    private static final int SEEDS = 20;

    /** How the balancer chooses. */
    private enum Choice {
        IN_TURN,
        BY_CHANCE
    }

    /** Lets the handshakes of many connections pass, one after the other. */
    private static void settle(ScriptedCluster cluster) {
        for (int i = 0; i < 20; i++) {
            cluster.scene.settle();
        }
    }

    /** With nodes a and b, or all three, behind the balancer. */
    private static ScriptedCluster cluster(Choice choice, int seed, int nodes) {
        ScriptedCluster cluster = new ScriptedCluster(
                "rabbitmq-stream://balancer",
                builder -> builder.addressResolver(advertised -> new Address("balancer", 5552)),
                new Random(seed));
        List<String> names = List.of("a", "b", "c").subList(0, nodes);
        AtomicInteger turn = new AtomicInteger(seed);
        Random random = new Random(seed);
        IntUnaryOperator next = choice == Choice.IN_TURN ? bound -> turn.getAndIncrement() % bound : random::nextInt;
        cluster.scene.hosts.put("balancer", () -> {
            List<ScriptedBroker> up = names.stream()
                    .map(cluster::node)
                    .filter(ScriptedBroker::isListening)
                    .toList();
            return List.of(up.isEmpty() ? cluster.node("a") : up.get(next.applyAsInt(up.size())));
        });
        return cluster;
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void aPublisherAndASubscriptionAreOpenedAtTheNodeOfTheStreamWithoutAPause(Choice choice) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster(choice, seed, 2)) {
                cluster.place("s", "b");
                Publisher publisher = cluster.scene.now(cluster.client().publisher("s"));
                cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));

                assertThat(cluster.scene.now(publisher.send("x"))).isEqualTo(1);
                assertThat(cluster.declared()).as("seed %s", seed).containsExactly(0, 1, 0);
                assertThat(cluster.subscribed()).containsExactly(0, 1, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void theyComeBackToTheNodeOfTheStreamWithoutAPause(Choice choice) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster(choice, seed, 3)) {
                cluster.place("s", "b");
                Publisher publisher = cluster.scene.now(cluster.client().publisher("s"));
                cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));
                cluster.scene.advance(Duration.ofSeconds(2));
                Loops.run( // at once, lest a connection that was just made again is cut too
                        cluster.scene.loop,
                        () -> List.of("a", "b", "c")
                                .forEach(node -> cluster.node(node).cutAll()));
                settle(cluster);

                assertThat(cluster.scene.now(publisher.send("x")))
                        .as("seed %s", seed)
                        .isEqualTo(1);
                assertThat(cluster.declared()).containsExactly(0, 2, 0);
                assertThat(cluster.subscribed()).containsExactly(0, 2, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void aStreamWhoseLeaderMovedIsFoundThere(Choice choice) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster(choice, seed, 2)) {
                cluster.place("s", "b", "a");
                Publisher publisher = cluster.scene.now(cluster.client().publisher("s"));
                Subscription subscription = cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));
                assertThat(subscription).isNotNull();
                assertThat(cluster.subscribed()).containsExactly(1, 0, 0);
                cluster.place("s", "a");
                cluster.kill("b");
                cluster.scene.advance(Duration.ofSeconds(5));

                assertThat(cluster.scene.now(publisher.send("x")))
                        .as("seed %s", seed)
                        .isEqualTo(1);
                assertThat(cluster.declared()).containsExactly(1, 1, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void connectionsAreOpenedUntilOneLeadsToAReplicaIfNothingElseWillDo(Choice choice) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster(choice, seed, 3)) {
                cluster.place("s", "b", "c");
                cluster.scene.now(cluster.client()
                        .subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withReplicaOnly(true)));

                assertThat(cluster.subscribed()).as("seed %s", seed).containsExactly(0, 0, 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void unusedConnectionsToOtherNodesAreClosed(Choice choice) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (ScriptedCluster cluster = cluster(choice, seed, 2)) {
                cluster.place("s", "b");
                cluster.scene.now(cluster.client().publisher("s"));
                cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));
                cluster.scene.advance(Duration.ofMinutes(2));

                assertThat(cluster.connections("a")).as("seed %s", seed).isZero();
                assertThat(cluster.connections("b")).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void aBalancerThatNeverLeadsToTheNodeIsTriedAgainAfterAPause(Choice choice) {
        try (ScriptedCluster cluster = cluster(choice, 0, 2)) {
            cluster.place("s", "c");
            CompletableFuture<Publisher> publisher = cluster.client().publisher("s");
            settle(cluster);
            int dials =
                    cluster.node("a").peers().size() + cluster.node("b").peers().size();
            assertThat(dials).isBetween(2, 21);
            assertThat(cluster.scene.events(ClientEvent.ReconnectFailed.class)).hasSize(1);
            cluster.scene.advance(Duration.ofSeconds(30));

            assertThat(cluster.scene.failure(publisher))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageMatching(
                            "cannot connect to node c:5552: \\d+ connections to balancer:5552 led to a:5552, b:5552");
            assertThat(cluster.connections("a") + cluster.connections("b")).isEqualTo(1);
        }
    }
}
