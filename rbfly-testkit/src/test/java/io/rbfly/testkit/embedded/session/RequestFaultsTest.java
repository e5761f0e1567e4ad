package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.CONFIRM_7;
import static io.rbfly.testkit.embedded.session.RawClient.CREATE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.DECLARE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.PUBLISH_7;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.NodeConnection;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFault;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestFaultsTest {
    private static final String DECLARED = "0000000a 8001 0001 00000008 0001";
    private static final String DELETE_9 = "00000009 0006 0001 0000000e 09";
    private static final String UNKNOWN_9 = "0000000a 8006 0001 0000000e 0012";
    private static final String DELETE_5 = "00000009 0006 0001 0000000e 05";
    private static final String DELETED_5 = "0000000a 8006 0001 0000000e 0001";

    private final TestCluster cluster = new TestCluster("rabbit@a", "rabbit@b");
    private final RawClient client = cluster.open();

    @BeforeEach
    void createStream() {
        client.exchange(CREATE_DEMO);
    }

    private void next(CommandKey command, @Nullable String stream, int times, FaultAction action) {
        cluster.state().faults().requests().add(new RequestFault(command, stream, null, action), times);
    }

    @Test
    void refuseARequestOnce() {
        next(CommandKey.DECLARE_PUBLISHER, "demo", 1, new FaultAction.Refuse(ResponseCode.STREAM_NOT_AVAILABLE));

        assertThat(client.exchange(DECLARE_DEMO)).containsExactly(hex("0000000a 8001 0001 00000008 0006"));
        assertThat(client.exchange(DECLARE_DEMO)).containsExactly(hex(DECLARED));
    }

    @Test
    void concernOneStreamOrNode() {
        FaultAction refusal = new FaultAction.Refuse(ResponseCode.INTERNAL_ERROR);
        next(CommandKey.DECLARE_PUBLISHER, "other", 1, refusal);
        cluster.state()
                .faults()
                .requests()
                .add(new RequestFault(CommandKey.DECLARE_PUBLISHER, null, "rabbit@b", refusal), RequestFaults.ALWAYS);

        assertThat(client.exchange(DECLARE_DEMO)).containsExactly(hex(DECLARED));
        RawClient other = cluster.connect(cluster.state().nodes().get(1));
        other.open(0);
        assertThat(other.exchange(DECLARE_DEMO, DECLARE_DEMO))
                .containsExactly(hex("0000000a 8001 0001 00000008 000f", "0000000a 8001 0001 00000008 000f"));
    }

    @Test
    void refuseMessages() {
        client.exchange(DECLARE_DEMO);
        next(CommandKey.PUBLISH, "demo", 1, new FaultAction.Refuse(ResponseCode.ACCESS_REFUSED));

        assertThat(client.exchange(PUBLISH_7))
                .containsExactly(hex("00000013 0004 0001 05 00000001 0000000000000007 0010"));
        assertThat(client.exchange(PUBLISH_7)).containsExactly(hex(CONFIRM_7));
    }

    @Test
    void refuseMetadataByStream() {
        next(CommandKey.METADATA, "demo", 1, new FaultAction.Refuse(ResponseCode.STREAM_NOT_AVAILABLE));

        assertThat(client.exchange("00000012 000f 0001 0000000c 00000001 0004 64656d6f"))
                .containsExactly(hex("0000001e 800f 0001 0000000c 00000000 00000001 0004 64656d6f 0006 ffff 00000000"));
    }

    @Test
    void ignoreARequest() {
        next(CommandKey.DECLARE_PUBLISHER, null, 1, new FaultAction.Ignore());

        assertThat(client.exchange(DECLARE_DEMO)).isEmpty();
        assertThat(client.exchange(DECLARE_DEMO)).containsExactly(hex(DECLARED));
    }

    @Test
    void delayARequestAndWhatFollowsOnTheConnection() {
        RawClient other = cluster.open();
        client.exchange(DECLARE_DEMO);
        next(CommandKey.PUBLISH, null, 2, new FaultAction.Delay(Duration.ofSeconds(1)));
        assertThat(client.exchange(PUBLISH_7, DELETE_9, PUBLISH_7)).isEmpty();
        assertThat(client.exchange(DELETE_9)).isEmpty();
        assertThat(other.exchange(DELETE_9)).containsExactly(hex(UNKNOWN_9)); // another connection
        cluster.advance(Duration.ofMillis(900));
        assertThat(client.received()).isEmpty();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.received()).containsExactlyInAnyOrder(hex(CONFIRM_7, UNKNOWN_9));
        cluster.advance(Duration.ofMillis(900));
        assertThat(client.received()).isEmpty();
        cluster.advance(Duration.ofMillis(100));
        assertThat(client.received()).containsExactlyInAnyOrder(hex(CONFIRM_7, UNKNOWN_9));
        assertThat(client.exchange(DELETE_9)).containsExactly(hex(UNKNOWN_9));
    }

    @Test
    void aConnectionThatEndsExecutesNothingThatWaits() {
        next(CommandKey.DECLARE_PUBLISHER, null, 1, new FaultAction.Delay(Duration.ofSeconds(1)));
        client.exchange(DECLARE_DEMO, DELETE_5);
        cluster.state().connections().get(0).close(ResponseCode.UNKNOWN_FRAME, "unknown frame");
        assertThat(client.received()).containsExactly(hex(RawClient.UNKNOWN_FRAME));

        cluster.advance(Duration.ofSeconds(1));
        assertThat(client.received()).isEmpty();
    }

    @Test
    void disconnect() {
        next(CommandKey.DECLARE_PUBLISHER, null, 1, new FaultAction.Disconnect());

        assertThat(client.exchange(DECLARE_DEMO)).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closeWithACode() {
        next(CommandKey.DECLARE_PUBLISHER, null, 1, new FaultAction.Close(ResponseCode.of(15), "x"));

        assertThat(client.exchange(DECLARE_DEMO)).containsExactly(hex("0000000d 0016 0001 00000001 000f 0001 78"));
    }

    @Test
    void refuseAndDelayTheHandshake() {
        next(CommandKey.SASL_HANDSHAKE, null, 1, new FaultAction.Delay(Duration.ofSeconds(1)));
        next(CommandKey.PEER_PROPERTIES, null, 1, new FaultAction.Refuse(ResponseCode.INTERNAL_ERROR));
        RawClient other = cluster.connect();

        assertThat(other.exchange(RawClient.PEER_PROPERTIES))
                .containsExactly(hex("0000000e 8011 0001 00000001 000f 00000000"));
        assertThat(other.exchange(RawClient.PEER_PROPERTIES)).hasSize(1);
        assertThat(other.exchange(RawClient.SASL_HANDSHAKE)).isEmpty();
        cluster.advance(Duration.ofSeconds(1));
        assertThat(other.received()).hasSize(1);
        assertThat(other.exchange(RawClient.AUTHENTICATE)).hasSize(2);
    }

    @Test
    void cutAConnectionFindItsNameAndCloseIt() {
        RawClient named = cluster.connect();
        named.send(RawClient.frame("0011", "00000001 00000001 000f 636f6e6e656374696f6e5f6e616d65 0001 78"));
        assertThat(cluster.state().connections())
                .extracting(NodeConnection::name)
                .containsExactly("", "x");
        cluster.state().connections().get(1).cut();
        assertThat(named.isOpen()).isFalse();

        cluster.state().connections().get(0).close(ResponseCode.UNKNOWN_FRAME, "unknown frame");
        assertThat(client.received()).containsExactly(hex(RawClient.UNKNOWN_FRAME));
    }

    @Test
    void dropPublishersAndSubscriptionsOfAConnection() {
        client.exchange(DECLARE_DEMO);
        VirtualHost host = Objects.requireNonNull(cluster.state().virtualHost("/"));
        ReplicatedStream stream = Objects.requireNonNull(host.stream("demo"));
        cluster.state().connections().get(0).streamUnavailable(stream);

        assertThat(client.received()).containsExactly(hex("0000000c 0010 0001 0006 0004 64656d6f"));
        assertThat(client.exchange(DECLARE_DEMO, DELETE_5)).containsExactly(hex(DECLARED, DELETED_5));
    }
}
