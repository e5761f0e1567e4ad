package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scale-out section 3. */
class ConsumerUpdatesTest {
    private static final String SUBSCRIBED = "0000000a 8007 0001 00000006 0001";
    private static final String UNSUBSCRIBE_1 = "00000009 000c 0001 0000000d 01";
    private static final String UNSUBSCRIBED = "0000000a 800c 0001 0000000d 0001";

    private final TestCluster cluster = new TestCluster();
    private final RawClient first = cluster.open();
    private final RawClient second = cluster.open();

    @BeforeEach
    void create() {
        first.exchange(RawClient.CREATE_DEMO);
    }

    private static String subscribe(int id) {
        return RawClient.frame(
                "0007",
                "00000006 %02x 0004 64656d6f 0001 0002 00000002".formatted(id)
                        + "0016 73696e676c652d6163746976652d636f6e73756d6572 0004 74727565 0004 6e616d65 0003 617070");
    }

    private static String update(int correlationId, int subscription, boolean active) {
        return RawClient.frame("001a", "%08x %02x 0%d".formatted(correlationId, subscription, active ? 1 : 0));
    }

    private static String answer(int correlationId) {
        return RawClient.frame("801a", "%08x 0001 0000".formatted(correlationId));
    }

    @Test
    void followTheResponses() {
        assertThat(first.exchange(subscribe(1), subscribe(2)))
                .containsExactly(hex(SUBSCRIBED, SUBSCRIBED, update(0, 1, true)));
        first.exchange(answer(0));

        assertThat(first.exchange(UNSUBSCRIBE_1)).containsExactly(hex(UNSUBSCRIBED, update(1, 2, true)));
    }

    @Test
    void areNotSentToASubscriptionThatHasEnded() {
        assertThat(first.exchange(subscribe(1), UNSUBSCRIBE_1)).containsExactly(hex(SUBSCRIBED, UNSUBSCRIBED));
        assertThat(first.exchange(subscribe(1))).containsExactly(hex(SUBSCRIBED, update(0, 1, true)));
    }

    @Test
    void areNotSentForAStreamThatIsDeleted() {
        first.exchange(subscribe(1));
        second.exchange(subscribe(1));
        String unavailable = "0000000c 0010 0001 0006 0004 64656d6f";

        assertThat(cluster.open().exchange("0000000e 000e 0001 0000000f 0004 64656d6f"))
                .hasSize(1);
        assertThat(first.received()).containsExactly(hex(unavailable));
        assertThat(second.received()).containsExactly(hex(unavailable));
    }

    @Test
    void endTheConnectionThatDoesNotAnswer() {
        first.exchange(subscribe(1));
        second.exchange(subscribe(1));
        cluster.advance(Duration.ofMillis(59_900));
        assertThat(first.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(first.isOpen()).isFalse();
        assertThat(second.received()).containsExactly(hex(update(0, 1, true)));
    }

    @Test
    void haveOneTimerThatStartsWithTheFirst() {
        first.exchange(subscribe(1));
        first.exchange(answer(0));
        cluster.advance(Duration.ofSeconds(5));
        first.exchange(UNSUBSCRIBE_1, subscribe(2));
        cluster.advance(Duration.ofMillis(114_900));
        assertThat(first.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(first.isOpen()).isFalse();
    }

    @Test
    void withAnUnknownCorrelationIdAreIgnored() {
        first.exchange(subscribe(1));

        assertThat(first.exchange(answer(77), answer(0), answer(0))).isEmpty();
        assertThat(first.isOpen()).isTrue();
    }
}
