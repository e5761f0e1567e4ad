package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLimitTest {
    private static final String TOO_LARGE = "0000001b 0016 0001 00000001 000e 000f 6672616d6520746f6f206c61726765";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.connect();

    private void open(String frameMax) {
        client.send(RawClient.PEER_PROPERTIES);
        client.send(RawClient.SASL_HANDSHAKE);
        client.send(RawClient.AUTHENTICATE);
        client.send("0000000c 8014 0001" + frameMax + "00000000");
        client.send(RawClient.OPEN);
        client.exchange(RawClient.CREATE_DEMO, RawClient.DECLARE_DEMO);
    }

    private static String publish(int size) {
        int length = size - 21;
        return RawClient.frame("0002", "05 00000001 0000000000000007 %08x".formatted(length) + "7a".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({"00001000, 4096", "00000000, 1048576", "00200000, 1048576", "ffffffff, 1048576"})
    void isTheSmallerOfBothTunesOrTheBrokers(String frameMax, int limit) {
        open(frameMax);
        assertThat(client.exchange(publish(limit))).containsExactly(hex(RawClient.CONFIRM_7));

        assertThat(client.exchange(publish(limit + 1))).containsExactly(hex(TOO_LARGE));
    }

    @Test
    void isCheckedAsSoonAsTheSizeIsThere() {
        open("00001000");

        assertThat(client.exchange("00001001")).containsExactly(hex(TOO_LARGE));
    }

    @Test
    void endsTheConnectionAfterTenSecondsWhateverTheClientAnswers() {
        open("00001000");
        client.exchange("00001001");
        client.exchange(RawClient.CLOSE_ANSWER);
        cluster.advance(Duration.ofMillis(9_900));
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void sizesAreUnsigned() {
        open("00001000");

        assertThat(client.exchange("ffffffff")).containsExactly(hex(TOO_LARGE));
    }
}
