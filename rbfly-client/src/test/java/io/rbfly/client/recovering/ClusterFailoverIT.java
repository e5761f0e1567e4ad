package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.support.Traffic;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Cluster;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of a cluster that are killed under load, one after the other. */
class ClusterFailoverIT {
    private static final String STREAM = "orders";
    private static final int STEP = 20_000;

    private int allowed;

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.3"})
    void aKilledLeaderAndKilledReplicasLoseAndRepeatNothing(BrokerVersion version) throws Exception {
        try (Cluster cluster = Cluster.start(version, 3)) {
            StreamsClient client = StreamsClient.builder(cluster.uri())
                    .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                    .build();
            await(client.createStream(STREAM));
            cluster.awaitReplicas(STREAM, 2);
            Traffic traffic = Traffic.start(client, STREAM);

            Broker leader = cluster.leader(STREAM);
            kill(leader, traffic);
            assertThat(cluster.leader(STREAM)).isNotEqualTo(leader);
            goOn(leader, traffic, cluster);
            for (Broker replica : cluster.replicas(STREAM)) { // the subscription is at one of them
                kill(replica, traffic);
                goOn(replica, traffic, cluster);
            }

            traffic.finish();
            assertThat(traffic.read()).isEqualTo(allowed);
            await(client.close());
        }
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
