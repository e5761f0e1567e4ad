package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Environment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterIT {
    @Test
    void electsALeaderWhenOneIsKilledAndTakesItBack() {
        try (var cluster = Cluster.start(BrokerVersion.CURRENT, 3)) {
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
        return Environment.builder()
                .uris(uris)
                .rpcTimeout(Duration.ofSeconds(60))
                .build();
    }
}
