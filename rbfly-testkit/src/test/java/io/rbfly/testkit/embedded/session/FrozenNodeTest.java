package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.HEARTBEAT;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrozenNodeTest {
    private static final String ROUTE = "00000011 0018 0001 00000005 0001 31 0004 6e6f7065";
    private static final String ROUTED = "0000000e 8018 0001 00000005 0002 00000000";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.connect();

    @Test
    void doesNothingUntilItThaws() {
        client.open(2);
        cluster.state().freeze(cluster.node());
        cluster.advance(Duration.ofMinutes(10));
        assertThat(client.exchange(ROUTE)).isEmpty();
        assertThat(client.isOpen()).isTrue();

        cluster.state().thaw(cluster.node());
        assertThat(client.received()).containsExactly(hex(HEARTBEAT, ROUTED));
    }

    @Test
    void stopsToReadAfterTheFirstBytes() {
        client.open(0);
        cluster.state().freeze(cluster.node());
        assertThat(client.isRead()).isTrue();
        client.send(ROUTE);
        assertThat(client.isRead()).isFalse();

        client.send(ROUTE);
        cluster.state().thaw(cluster.node());
        assertThat(client.received()).containsExactly(hex(ROUTED, ROUTED));
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void doesNotShakeHands() {
        cluster.state().freeze(cluster.node());
        RawClient late = cluster.connect();
        assertThat(late.exchange(RawClient.PEER_PROPERTIES)).isEmpty();
        cluster.advance(Duration.ofMinutes(1));
        assertThat(late.isOpen()).isTrue();

        cluster.state().thaw(cluster.node());
        assertThat(late.received()).hasSize(1);
    }

    @Test
    void isUsableAfterItsDeath() {
        client.open(0);
        client.exchange(RawClient.CREATE_DEMO, RawClient.DECLARE_DEMO);
        cluster.state().freeze(cluster.node());
        client.send(ROUTE);
        client.disconnect();
        assertThat(cluster.state().connections()).hasSize(1);

        cluster.state().kill(cluster.node());
        assertThat(cluster.state().connections()).isEmpty();
    }

    @Test
    void dropsItsConnectionsWhenItIsKilled() {
        client.open(0);
        cluster.state().kill(cluster.node());

        assertThat(client.isOpen()).isFalse();
    }
}
