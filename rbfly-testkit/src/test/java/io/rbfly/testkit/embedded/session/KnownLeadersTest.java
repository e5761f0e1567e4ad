package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.frame;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told that a stream is gone. */
class KnownLeadersTest {
    private static final String QUERY = frame("000b", "00000007 0001 72 0004 64656d6f");
    private static final String STORE = frame("000a", "0001 72 0004 64656d6f 0000000000000001");
    private static final String UNAVAILABLE = "0000000c 0010 0001 0006 0004 64656d6f";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    @BeforeEach
    void create() {
        client.exchange(RawClient.CREATE_DEMO);
    }

    private void delete() {
        cluster.open().exchange(frame("000e", "0000000f 0004 64656d6f"));
    }

    @Test
    void tellAClientThatHasQueriedAnOffset() {
        client.exchange(QUERY);
        delete();

        assertThat(client.received()).containsExactly(hex(UNAVAILABLE));
    }

    @Test
    void tellAClientThatHasStoredAnOffset() {
        client.exchange(STORE);
        delete();

        assertThat(client.received()).containsExactly(hex(UNAVAILABLE));
    }

    @Test
    void tellAClientOnce() {
        client.exchange(QUERY, STORE, RawClient.DECLARE_DEMO);
        delete();
        client.exchange(RawClient.CREATE_DEMO);
        delete();

        assertThat(client.received()).isEmpty();
    }

    @Test
    void tellTheClientOfAStoppedLeader() {
        client.exchange(QUERY);
        cluster.state().moveLeader(stream(), cluster.node());

        assertThat(client.received()).containsExactly(hex(UNAVAILABLE));
    }

    private ReplicatedStream stream() {
        VirtualHost host = Objects.requireNonNull(cluster.state().virtualHost("/"));
        return Objects.requireNonNull(host.stream("demo"));
    }

    @Test
    void areForgottenWithAPublisher() {
        client.exchange(RawClient.DECLARE_DEMO, QUERY, frame("0006", "00000009 05"));
        delete();

        assertThat(client.received()).isEmpty();
    }

    @Test
    void areForgottenWithASubscription() {
        String subscribe = "00000013 0007 0001 00000009 05 0004 64656d6f 0001 0001";
        client.exchange(QUERY, subscribe, frame("000c", "00000009 05"));
        delete();

        assertThat(client.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000f 0005 0001 00000009 0001 70 0004 64656d6f", // QueryPublisherSequence
                "00000012 000f 0001 00000009 00000001 0004 64656d6f", // Metadata
                "0000000e 001c 0001 00000009 0004 64656d6f", // StreamStats
                "00000010 001f 0001 00000009 0004 64656d6f 0001" // ResolveOffsetSpec
            })
    void areNotNeededForOtherQuestions(String question) {
        client.exchange(question);
        delete();

        assertThat(client.received()).isEmpty();
    }

    @Test
    void areForgottenWithTheConnection() {
        client.exchange(QUERY);
        client.disconnect();
        delete();

        assertThat(client.received()).isEmpty();
    }
}
