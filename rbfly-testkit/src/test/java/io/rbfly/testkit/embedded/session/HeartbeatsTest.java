package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.HEARTBEAT;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final String ROUTE = "00000011 0018 0001 00000005 0001 31 0004 6e6f7065";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.connect();

    /** The tenths of a second at which heartbeats came. */
    private List<Integer> heartbeats(int tenths) {
        List<Integer> times = new ArrayList<>();
        for (int i = 1; i <= tenths; i++) {
            cluster.advance(Duration.ofMillis(100));
            if (client.received().contains(hex(HEARTBEAT)[0])) {
                times.add(i);
            }
        }
        return times;
    }

    private void authenticate() {
        client.send(RawClient.PEER_PROPERTIES);
        client.send(RawClient.SASL_HANDSHAKE);
        client.send(RawClient.AUTHENTICATE);
    }

    @Test
    void areSentAfterHalfAnIntervalAndThenEveryInterval() {
        client.open(2);

        assertThat(heartbeats(59)).containsExactly(10, 30, 50);
    }

    @Test
    void areNotSentWhileOtherFramesAre() {
        client.open(2);
        assertThat(heartbeats(15)).containsExactly(10);
        client.exchange(ROUTE);
        assertThat(heartbeats(10)).isEmpty();
        client.exchange(ROUTE);

        assertThat(heartbeats(40)).containsExactly(40 - 25, 60 - 25);
    }

    @Test
    void endTheConnectionOfASilentClientAfterThreeIntervals() {
        client.open(2);
        cluster.advance(Duration.ofMillis(5_900));
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.isOpen()).isFalse();
        assertThat(client.received()).doesNotContain(hex(RawClient.UNKNOWN_FRAME));
    }

    @Test
    void countAnyByteOfTheClient() {
        client.open(1);
        for (int i = 0; i < 10; i++) {
            cluster.advance(Duration.ofMillis(1_500));
            client.send(i % 2 == 0 ? HEARTBEAT.substring(0, 4) : HEARTBEAT.substring(4));
        }

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void areOffIfTheClientWantsNone() {
        client.open(0);

        assertThat(heartbeats(1_000)).isEmpty();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void endAConnectionThatIsNotOpenWhenTheFirstIsDue() {
        authenticate();
        client.send(RawClient.tune(2));
        cluster.advance(Duration.ofMillis(900));
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void endAConnectionWhoseClientDoesNotReadOnlyWhenItReadsAgain() {
        client.open(1);
        client.reads(false);
        cluster.advance(Duration.ofSeconds(6));
        assertThat(client.isOpen()).isTrue();

        client.reads(true);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void surviveAClientThatDoesNotReadForAShortTime() {
        client.open(1);
        client.reads(false);
        assertThat(client.isRead()).isFalse();
        cluster.advance(Duration.ofMillis(1_500));
        client.reads(true);
        client.send(HEARTBEAT);

        assertThat(client.isRead()).isTrue();
        assertThat(client.isOpen()).isTrue();
    }
}
