package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Without other nodes, nobody takes a node for dead but when it is stopped. */
class SingleNodeTest {
    private final TestCluster cluster = new TestCluster(1);
    private final ReplicatedStream stream = cluster.stream("s");
    private final TestCluster.Publisher publisher = cluster.client("p", 0).publisher(stream);

    @Test
    void leadsItsStreamsAfterItWasFrozen() {
        cluster.state.freeze(cluster.node(0));
        cluster.advance(Duration.ofMinutes(10));
        assertThat(stream.leader()).isEqualTo(cluster.node(0));
        cluster.state.thaw(cluster.node(0));

        publisher.write(1);

        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
    }

    @Test
    void isNotIsolatedFromAnybody() {
        cluster.state.isolate(cluster.node(0), true);
        cluster.advance(Duration.ofMinutes(10));

        publisher.write(1);

        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
        cluster.state.isolate(cluster.node(0), false);
        publisher.write(2);
        assertThat(cluster.events()).containsExactly("p: confirmed [2]");
    }
}
