package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.support.Traffic;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of a cluster that are killed under load, one after the other, and which of them a client uses meanwhile. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ClusterFailoverIT {
    private static final String STREAM = "orders";
    private static final int STEP = 20_000;
    private static final int MORE = 9;

    private int allowed;

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.3"})
    void aKilledLeaderAndKilledReplicasLoseAndRepeatNothing(BrokerVersion version) throws Exception {
        try (Cluster cluster = Cluster.start(version, 3)) {
            StreamsClient client = patient(cluster.uri())
                    .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                    .build();
            await(client.createStream(STREAM));
            cluster.awaitReplicas(STREAM, 2);
            // Batches are sent again as they were, and the messages of one that was stored are not stored twice.
            Batching batching = version.atLeast(4, 0) ? Batching.of(10, Compression.GZIP) : null;
            Traffic traffic = Traffic.start(client, STREAM, batching);

            Broker leader = cluster.leader(STREAM);
            isPublishedAtTheLeaderAndReadAtReplicas(client, cluster);
            kill(leader, traffic);
            assertThat(cluster.leader(STREAM)).isNotEqualTo(leader);
            traffic.awaitRead(allowed);
            assertThat(count("publishers", cluster.leader(STREAM))).isEqualTo(1);
            goOn(leader, traffic, cluster);
            List<Broker> replicas = cluster.replicas(STREAM); // the subscription is at one of them
            assertThat(replicas).hasSize(2);
            for (Broker replica : replicas) {
                kill(replica, traffic);
                goOn(replica, traffic, cluster);
            }

            traffic.finish();
            assertThat(traffic.read()).isEqualTo(allowed);
            await(client.close());
        }
    }

    /** Beside the subscription that reads, some more, which are closed again. */
    private static void isPublishedAtTheLeaderAndReadAtReplicas(StreamsClient client, Cluster cluster)
            throws Exception {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < MORE; i++) {
            subscriptions.add(await(client.subscribe(STREAM, Offset.NEXT)));
        }
        Broker leader = cluster.leader(STREAM);
        assertThat(count("publishers", leader)).isEqualTo(1);
        assertThat(count("consumers", leader)).isZero();
        List<Broker> replicas = cluster.replicas(STREAM);
        assertThat(count("publishers", replicas.get(0)) + count("publishers", replicas.get(1)))
                .isZero();
        assertThat(count("consumers", replicas.get(0)) + count("consumers", replicas.get(1)))
                .isEqualTo(MORE + 1);
        for (Subscription subscription : subscriptions) {
            await(subscription.close());
        }
    }

    /** The publishers or consumers whose connection is to this node, as reported by the node itself. */
    private static int count(String what, Broker node) {
        return Integer.parseInt(node.ctl(
                        "--silent",
                        "eval",
                        "length(lists:append([rabbit_stream_reader:" + what + "_info(Pid, [stream])"
                                + " || Pid <- pg_local:get_members(rabbit_stream_connections)])).")
                .strip());
    }

    private void kill(Broker node, Traffic traffic) {
        traffic.allow(STEP);
        traffic.awaitRead(allowed + STEP / 10);
        allowed += STEP;
        node.kill();
    }

    /** The work continues without the node, and the node is restarted. */
    private void goOn(Broker node, Traffic traffic, Cluster cluster) {
        traffic.awaitRead(allowed);
        node.start();
        cluster.awaitReplicas(STREAM, 2);
    }
}
