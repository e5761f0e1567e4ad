package io.rbfly.client;

import static io.rbfly.client.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.ClientEvent;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
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

/** Publishers and subscriptions in a cluster of three, seen from outside by where the brokers have their connections. */
class LocationIT {
    private static final String STREAM = "orders";

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.0"})
    void publishersAreAtTheLeaderSubscriptionsAtReplicasAlsoAfterTheLeaderDied(String version) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        try (Cluster cluster = Cluster.start(BrokerVersion.parse(version), 3)) {
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

            assertThat(node(leader, "list_stream_publishers")).containsExactly(name(leader));
            assertThat(node(leader, "list_stream_consumers")).hasSize(10).doesNotContain(name(leader));

            String dead = name(leader);
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
            assertThat(node(next, "list_stream_publishers"))
                    .containsExactly(name(next))
                    .doesNotContain(dead);
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

    /** The nodes that have the connections of publishers or consumers, one for each: the process ids begin with the node. */
    private static List<String> node(Broker broker, String list) {
        return broker.ctl("--silent", list, "connection_pid")
                .lines()
                .filter(line -> line.startsWith("<"))
                .map(line ->
                        line.substring(1, line.lastIndexOf('.', line.lastIndexOf('.', line.lastIndexOf('.') - 1) - 1)))
                .toList();
    }

    private static String name(Broker broker) {
        return broker.ctl("--silent", "eval", "node().").strip().replace("'", "");
    }
}
