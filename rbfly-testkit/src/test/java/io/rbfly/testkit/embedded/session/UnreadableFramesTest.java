package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.CLOSE_ANSWER;
import static io.rbfly.testkit.embedded.session.RawClient.UNKNOWN_FRAME;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which frames RabbitMQ 4.3.6 answers with Close, and which cost the connection. */
class UnreadableFramesTest {
    private static final String ROUTE = "00000011 0018 0001 00000005 0001 31 0004 6e6f7065";
    private static final String ROUTED = "0000000e 8018 0001 00000005 0002 00000000";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    @BeforeEach
    void declarePublisher5() {
        client.exchange(RawClient.CREATE_DEMO, RawClient.DECLARE_DEMO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000",
                "00000001 00",
                "00000003 001700",
                "00000004 00000000",
                "00000008 0099 0001 00000005", // unknown key
                "00000011 0018 0002 00000005 0001 31 0004 6e6f7065", // unknown version
                "00000012 0018 0001 00000005 0001 31 0004 6e6f7065 00", // a byte too many
                "00000010 0018 0001 00000005 0001 31 0004 6e6f70", // a byte too few
                "0000000e 0018 0001 00000005 ffff 0004 6e6f", // null
                "00000006 0018 0001 0000",
                "00000005 0017 0001 00",
                "0000000c 8014 0001 00100000 0000003c", // the handshake is over
                "0000000b 0015 0001 00000004 0001 2f",
                "00000008 0012 0001 00000002",
                "0000000a 8016 0001 00000001 0001", // answer to nothing
                "00000006 0009 0001 0100",
                "00000011 0003 0001 05 00000001 0000000000000001", // a broker's command
                "00000013 0004 0001 05 00000001 0000000000000001 0012",
                "00000009 0003 0001 05 00000000",
                "00000008 8099 0001 00000005",
                "0000000b 8099 0001 00000005 0001 00",
                "0000000a 8099 0002 00000005 0001",
                "0000000a 001a 0001 00000000 01 01",
                "0000000b 001a 0001 00000000 01 02 00",
                "0000000c 0011 0001 00000000 00000000",
                "0000000a 801a 0001 00000000 0001",
                "0000000e 000d 0001 00000007 0004 64656d6f",
                "00000008 000f 0001 0000000c",
                "00000008 0002 0001 05 000000",
                "00000016 0002 0003 05 00000001 0000000000000001 00000001 78",
            })
    void areAnsweredWithClose(String frame) {
        assertThat(client.exchange(frame)).containsExactly(hex(UNKNOWN_FRAME));
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000013 0007 0001 00000009 01 0004 64656d6f 0000 0001", // where to start: nowhere
                "00000013 0007 0001 00000009 01 0004 64656d6f 0006 0001",
                "00000011 0007 0001 00000009 01 0004 64656d6f 0001",
                "0000001b 0007 0001 00000009 01 0004 64656d6f 0001 0001 00000001 0004 6e61",
                "00000014 000d 0001 00000007 0004 64656d6f 00000001 0001",
                "0000000f 000f 0001 0000000c 00000001 0004 61",
                "00000012 001b 0001 00000005 00000001 0063 0001 0002", // a command that does not exist
                "00000012 001b 0001 00000005 00000001 0000 0001 0002",
                "00000012 001b 0001 00000005 00000001 8008 0001 0002",
                "00000010 001b 0001 00000005 00000001 0008 0001",
                "00000010 001f 0001 0000000c 0004 64656d6f 0000",
                "00000010 001f 0001 0000000c 0004 64656d6f 0009",
                "0000000c 801a 0001 00000000 0001 0009",
                "0000000a 001a 0001 00000000 01 02", // neither true nor false
                "0000000e 0011 0001 00000000 00000001 0001", // properties that are cut
                "0000000e 0013 0001 00000000 0000 00000001", // so is the password
                "0000000c 801a 0001 00000000 0001 0004",
                "0000000a 8099 0001 00000005 0001",
                "00000009 0004 0001 05 00000000", // a broker's command without anything
                "00000012 0004 0001 05 00000001 0000000000000001 00",
                "00000010 0003 0001 05 00000001 00000000000001",
                "00000010 001d 0001 00000006 0002 7331 00000001",
                "00000016 0002 0001 05 00000001 0000000000000001 00000005 78", // entries that are cut
                "00000016 0002 0001 63 00000001 0000000000000001 00000005 78",
                "0000000d 0002 0001 05 00000001 00000000",
                "00000023 0002 0002 05 00000001 0000000000000001 ffff 80 0001 00000005 00000005 00000001 61",
            })
    void costTheConnection(String frame) {
        assertThat(client.exchange(frame)).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void areLegalWithoutEntries() {
        assertThat(client.exchange("00000009 0002 0001 05 00000000")).isEmpty();
        assertThat(client.exchange("00000009 0002 0001 63 00000000"))
                .containsExactly(hex("00000009 0004 0001 63 00000000"));
    }

    @Test
    void closeTheConnectionWhenTheClientHasAnsweredClose() {
        client.exchange("00000008 0099 0001 00000005");
        client.exchange(CLOSE_ANSWER);

        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closeTheConnectionAfterTenSecondsWithoutAnAnswer() {
        client.exchange("00000008 0099 0001 00000005");
        cluster.advance(Duration.ofMillis(9_900));
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void hideWhatFollowsInTheSameSegmentEvenAnAnswer() {
        assertThat(client.exchange(ROUTE, "00000008 0099 0001 00000005", ROUTE, CLOSE_ANSWER))
                .containsExactly(hex(ROUTED, UNKNOWN_FRAME));
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void hideAnAnswerThatFollowsAnotherFrame() {
        client.exchange("00000008 0099 0001 00000005");
        client.exchange(ROUTE, CLOSE_ANSWER);
        assertThat(client.isOpen()).isTrue();

        client.exchange(ROUTE);
        client.exchange(CLOSE_ANSWER);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void silenceTheBroker() {
        client.exchange("00000008 0099 0001 00000005");

        assertThat(client.exchange(ROUTE, RawClient.CLOSE)).isEmpty();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void areNotReadAfterClose() {
        assertThat(client.exchange(RawClient.CLOSE, "00000008 0099 0001 00000005"))
                .containsExactly(hex(RawClient.CLOSED));
        assertThat(client.isOpen()).isFalse();
    }
}
