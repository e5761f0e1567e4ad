package io.rbfly.testkit.broker.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Cluster;
import io.rbfly.testkit.broker.differential.cases.SettingScripts;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.wire.Coverage;
import io.rbfly.testkit.broker.differential.wire.RawClient;
import io.rbfly.testkit.broker.differential.wire.Target;
import io.rbfly.testkit.broker.differential.wire.Transcript;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import io.rbfly.testkit.embedded.EmbeddedNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes of an embedded cluster send the same frames as real ones for a stream that no running node has. */
class UnavailableDifferentialIT {
    private static final int NODES = 3;
    private static final String STREAM = "unavailable";
    /** How long the real nodes may take to notice that one of them was killed; one comparison may take 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final Map<String, String> ON_ONE_NODE =
            Map.of("initial-cluster-size", "1", "queue-leader-locator", "client-local");

    private static Target target(Broker node) {
        return new Target("RabbitMQ", node.host(), node.port(), new Coverage());
    }

    private static Target target(EmbeddedNode node) {
        return new Target("the embedded broker", "localhost", node.port(), new Coverage());
    }

    private static void createOn(Target node) {
        try (RawClient client = new RawClient("A", node, new Transcript(), "")) {
            client.shakeHands("guest", "guest", true);
            client.request(0x0d, "", frame -> frame.string(STREAM).map(ON_ONE_NODE));
        }
    }

    /** The difference that remains after a while, if there is one. */
    private static Optional<Difference> lasting(Comparison comparison, Script script) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<Difference> difference = comparison.run(script);
        while (difference.isPresent() && System.nanoTime() - end < 0) {
            difference = comparison.run(script);
        }
        return difference;
    }

    @Test
    void aStreamWhoseOnlyReplicaIsOnAStoppedNode() {
        try (Cluster real = Cluster.start(BrokerVersion.CURRENT, NODES);
                EmbeddedCluster embedded = EmbeddedCluster.start(NODES)) {
            createOn(target(real.nodes().get(0)));
            createOn(target(embedded.node(0)));
            real.nodes().get(0).kill();
            embedded.node(0).kill();

            Comparison comparison = new Comparison(target(real.nodes().get(1)), target(embedded.node(1)));
            assertThat(lasting(comparison, SettingScripts.unavailable(STREAM)).map(Difference::text))
                    .isEmpty();
        }
    }
}
