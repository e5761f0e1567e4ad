package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Environment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterIT {
    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.3"})
    void electsALeaderWhenOneIsKilledAndTakesItBack(BrokerVersion version) {
        try (var cluster = Cluster.start(version, 3)) {
            try (var environment = environment(cluster)) {
                environment.streamCreator().stream("orders").create();
            }
            cluster.awaitReplicas("orders", 2);
            var leader = cluster.leader("orders");
            assertThat(cluster.replicas("orders")).hasSize(2).doesNotContain(leader);

            leader.kill();
            assertThat(cluster.leader("orders")).isNotEqualTo(leader);

            leader.start();
            cluster.awaitReplicas("orders", 2);
        }
    }

    /** The official client takes an empty path for an empty virtual host. */
    private static Environment environment(Cluster cluster) {
        var uris = cluster.uris().stream().map(uri -> uri.replaceAll("/$", "")).toList();
        return Environment.builder().uris(uris).build();
    }
}
