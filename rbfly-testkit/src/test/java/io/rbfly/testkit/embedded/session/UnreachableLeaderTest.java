package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.frame;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFault;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes say of a stream whose leader they cannot ask. */
class UnreachableLeaderTest {
    private static final String METADATA = frame("000f", "0000000c 00000001 0004 64656d6f");
    private static final String SEQUENCE = frame("0005", "00000009 0001 70 0004 64656d6f");
    private static final String NODE = "0000 0009 6c6f63616c686f7374 00003cc0";

    private static final FaultAction LATER = new FaultAction.Delay(Duration.ofSeconds(1));

    private final TestCluster cluster = new TestCluster("a", "b", "c");
    private final Node leader = cluster.node();
    private final Node other = cluster.state().nodes().get(1);
    private final RawClient client = open(other);

    private RawClient open(Node node) {
        RawClient opened = cluster.connect(node);
        opened.open(0);
        return opened;
    }

    @BeforeEach
    void create() {
        open(leader).exchange(RawClient.CREATE_DEMO);
    }

    private static String metadata(int nodes, String leader, String... replicas) {
        return frame(
                "800f",
                "0000000c %08x".formatted(nodes) + NODE.repeat(nodes) + "00000001 0004 64656d6f 0001" + leader
                        + "%08x".formatted(replicas.length) + String.join("", replicas));
    }

    private void assertUnavailable() {
        assertThat(client.exchange(
                        frame("0001", "00000001 05 0000 0004 64656d6f"),
                        frame("0007", "00000002 05 0004 64656d6f 0001 0001"),
                        frame("000b", "00000003 0001 72 0004 64656d6f"),
                        frame("001c", "00000004 0004 64656d6f"),
                        frame("001f", "00000005 0004 64656d6f 0001")))
                .containsExactly(hex(
                        frame("8001", "00000001 0006"),
                        frame("8007", "00000002 0006"),
                        frame("800b", "00000003 0006 0000000000000000"),
                        frame("801c", "00000004 0006 00000000"),
                        frame("801f", "00000005 0006 0004 0000000000000000")));
    }

    @Test
    void areKnownWhileEveryNodeIsThere() {
        assertThat(client.exchange(METADATA)).containsExactly(hex(metadata(3, "0000", "0001", "0002")));
    }

    @Test
    void areUnknownBetweenTwoLeaders() {
        cluster.state().kill(leader);

        assertThat(client.exchange(METADATA)).containsExactly(hex(metadata(2, "ffff", "0001", "0002")));
        assertUnavailable();
        cluster.advance(Duration.ofMillis(100));
        assertThat(client.exchange(METADATA)).containsExactly(hex(metadata(2, "0001", "0002")));
    }

    @Test
    void areUnknownToAnIsolatedNode() {
        cluster.state().isolate(other, true);

        assertThat(client.exchange(METADATA)).containsExactly(hex(metadata(1, "ffff", "0001")));
        assertUnavailable();
        assertThat(open(leader).exchange(METADATA)).containsExactly(hex(metadata(2, "0000", "0002")));
        cluster.state().isolate(other, false);
        assertThat(client.exchange(METADATA)).containsExactly(hex(metadata(3, "0000", "0001", "0002")));
    }

    @Test
    void costTheConnectionThatAsksForAPublisher() {
        cluster.state().kill(leader);
        client.exchange(SEQUENCE);

        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void costItAlsoLater() {
        cluster.state()
                .faults()
                .requests()
                .add(new RequestFault(CommandKey.QUERY_PUBLISHER_SEQUENCE, null, null, LATER), 1);
        cluster.state().isolate(other, true);
        client.exchange(SEQUENCE);
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofSeconds(1));
        assertThat(client.isOpen()).isFalse();
    }
}
