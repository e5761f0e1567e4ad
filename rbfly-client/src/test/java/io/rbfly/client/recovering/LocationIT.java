package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Streams;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishers and subscriptions in a cluster of three, seen from outside by where the brokers have their connections.
 */
class LocationIT {
    private static final String STREAM = "orders";

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.3"})
    void publishersAreAtTheLeaderSubscriptionsAtReplicasAlsoAfterTheLeaderDied(BrokerVersion version) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        try (Cluster cluster = Cluster.start(version, 3)) {
            StreamsClient client = StreamsClient.builder(uri(cluster.nodes()))
                    .backoff(Duration.ofMillis(200), Duration.ofSeconds(1))
                    .listener(events::add)
                    .build();
            await(client.createStream(STREAM));
            cluster.awaitReplicas(STREAM, 2);
            Broker leader = cluster.leader(STREAM);
            Publisher publisher = await(client.publisher(STREAM, PublisherOptions.named("till")));
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                subscriptions.add(await(client.subscribe(STREAM, Offset.FIRST)));
            }
            assertThat(await(publisher.send(1))).isEqualTo(1);

            List<Broker> replicas = cluster.replicas(STREAM);
            assertThat(count(leader, "publishers")).isEqualTo(1);
            assertThat(count(leader, "consumers")).isZero();
            assertThat(replicas.stream()
                            .mapToInt(node -> count(node, "publishers"))
                            .sum())
                    .isZero();
            assertThat(replicas.stream()
                            .mapToInt(node -> count(node, "consumers"))
                            .sum())
                    .isEqualTo(10);

            leader.kill();
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            for (int i = 2; i <= 100; i++) {
                sent.add(publisher.send(i));
            }
            await(Async.gather(sent));
            for (Subscription subscription : subscriptions) {
                assertThat(bodies(subscription, 100))
                        .hasSize(100)
                        .doesNotHaveDuplicates()
                        .startsWith(1, 2)
                        .endsWith(99, 100);
            }
            Broker next = cluster.leader(STREAM);
            assertThat(count(next, "publishers")).isEqualTo(1);
            await(client.close());
        }
        assertThat(events).anyMatch(ClientEvent.ConnectionClosed.class::isInstance);
    }

    private static List<Object> bodies(Subscription subscription, int count) throws Exception {
        return Streams.take(subscription, count).stream().map(Message::body).toList();
    }

    private static String uri(List<Broker> nodes) {
        return nodes.stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(",", "rabbitmq-stream://guest:guest@", "/"));
    }

    /** The publishers or consumers whose connection is to this node, as reported by the node itself. */
    private static int count(Broker node, String what) {
        return Integer.parseInt(node.ctl(
                        "--silent",
                        "eval",
                        "length(lists:append([rabbit_stream_reader:" + what + "_info(Pid, [stream])"
                                + " || Pid <- pg_local:get_members(rabbit_stream_connections)])).")
                .strip());
    }
}
