package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.AUTHENTICATE;
import static io.rbfly.testkit.embedded.session.RawClient.CREATE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.DECLARE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.HEARTBEAT;
import static io.rbfly.testkit.embedded.session.RawClient.OPEN;
import static io.rbfly.testkit.embedded.session.RawClient.PEER_PROPERTIES;
import static io.rbfly.testkit.embedded.session.RawClient.SASL_HANDSHAKE;
import static io.rbfly.testkit.embedded.session.RawClient.frame;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static io.rbfly.testkit.embedded.session.RawClient.tune;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final String MECHANISMS = "0000002a 8012 0001 00000002 0001 00000003 0005 504c41494e"
            + "0008 414d51504c41494e 0009 414e4f4e594d4f5553";
    private static final String AUTHENTICATED = "0000000a 8013 0001 00000003 0001";
    private static final String BROKER_TUNE = "0000000c 0014 0001 00100000 0000003c";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.connect();

    /** The key and, if it has one, the correlation id and the code of each frame. */
    private static List<String> summaries(List<String> frames) {
        return frames.stream()
                .map(frame -> frame.substring(8, 12)
                        + (frame.startsWith("8", 8) ? " " + Integer.parseInt(frame.substring(24, 28), 16) : ""))
                .toList();
    }

    private static String authenticate(String mechanism, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return frame(
                "0013",
                "00000003%04x%s%08x%s"
                        .formatted(
                                mechanism.length(),
                                HexFormat.of().formatHex(mechanism.getBytes(StandardCharsets.UTF_8)),
                                bytes.length,
                                HexFormat.of().formatHex(bytes)));
    }

    private void loginWith(String mechanism, String data) {
        client.send(PEER_PROPERTIES);
        client.send(SASL_HANDSHAKE);
        client.received();
        client.send(authenticate(mechanism, data));
    }

    @Test
    void opensAVirtualHostInFiveSteps() {
        assertThat(summaries(client.exchange(PEER_PROPERTIES))).containsExactly("8011 1");
        assertThat(client.exchange(SASL_HANDSHAKE)).containsExactly(hex(MECHANISMS));
        assertThat(client.exchange(AUTHENTICATE)).containsExactly(hex(AUTHENTICATED, BROKER_TUNE));
        assertThat(client.exchange(tune(60))).isEmpty();
        assertThat(summaries(client.exchange(OPEN))).containsExactly("8015 1");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void tellsTheAddressOfTheNode() {
        client.send(PEER_PROPERTIES);
        client.send(SASL_HANDSHAKE);
        client.send(AUTHENTICATE);
        client.send(tune(0));
        client.received();

        assertThat(client.exchange(OPEN).get(0))
                .startsWith(hex("00000042 8015 0001 00000004 0001 00000002")[0])
                .contains(hex("000f 616476657274697365645f706f7274 0005 3135353532")[0])
                .contains(hex("000f 616476657274697365645f686f7374 0009 6c6f63616c686f7374")[0]);
    }

    @Test
    void acceptsTheOtherKeyOfTune() {
        client.send(PEER_PROPERTIES);
        client.send(SASL_HANDSHAKE);
        client.send(AUTHENTICATE);
        client.send("0000000c 0014 0001 00100000 0000003c");
        client.received();

        assertThat(summaries(client.exchange(OPEN))).containsExactly("8015 1");
    }

    @Test
    void answersFramesThatComeTogetherAndDropsTheConnection() {
        assertThat(summaries(client.exchange(PEER_PROPERTIES, SASL_HANDSHAKE))).containsExactly("8011 1", "8012 1");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void answersALoginWithoutHandshakeAndDropsTheConnection() {
        assertThat(client.exchange(AUTHENTICATE)).containsExactly(hex(AUTHENTICATED));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void answersEverythingAfterTheLoginAndDropsTheConnection() {
        client.send(PEER_PROPERTIES);
        client.send(SASL_HANDSHAKE);
        client.received();

        assertThat(summaries(client.exchange(AUTHENTICATE, tune(60), OPEN))).containsExactly("8013 1", "8015 1");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void toleratesTuneAndOpenTogether() {
        loginWith("PLAIN", "\0guest\0guest");
        client.received();

        assertThat(summaries(client.exchange(tune(60), OPEN))).containsExactly("8015 1");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void toleratesThatTuneIsLeftOut() {
        loginWith("PLAIN", "\0guest\0guest");
        client.received();

        assertThat(summaries(client.exchange(OPEN))).containsExactly("8015 1");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void dropsTheConnectionForACommandInOneSegmentWithOpen() {
        loginWith("PLAIN", "\0guest\0guest");
        client.send(tune(60));
        client.received();

        assertThat(summaries(client.exchange(OPEN, DECLARE_DEMO))).containsExactly("8015 1");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void dropsTheConnectionForASecondTune() {
        loginWith("PLAIN", "\0guest\0guest");
        client.send(tune(60));
        client.send(tune(60));

        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void toleratesHeartbeatsAndRepeatedSteps() {
        assertThat(summaries(client.exchange(HEARTBEAT, PEER_PROPERTIES))).containsExactly("8011 1");
        assertThat(summaries(client.exchange(PEER_PROPERTIES))).containsExactly("8011 1");
        assertThat(summaries(client.exchange(SASL_HANDSHAKE))).containsExactly("8012 1");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void acceptsAFrameInPieces() {
        for (int i = 0; i < hex(PEER_PROPERTIES)[0].length(); i += 2) {
            client.send(hex(PEER_PROPERTIES)[0].substring(i, i + 2));
        }

        assertThat(summaries(client.received())).containsExactly("8011 1");
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPEN,
                RawClient.CLOSE,
                RawClient.CREATE_DEMO,
                "00000008 0099 0001 00000001",
                "00000006 0011 0001 0000",
                "0000000f 0011 0001 00000001 00000001 0007 70",
                "00002001",
                "160301",
            })
    void dropsTheConnectionForAnythingElse(String bytes) {
        assertThat(client.exchange(bytes, "00".repeat(4))).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8192, true", "8193, false"})
    void limitsTheFirstFrames(int size, boolean accepted) {
        String value = "%04x".formatted(size - 17) + "61".repeat(size - 17);
        client.send(frame("0011", "00000001 00000001 0001 6b" + value));

        assertThat(client.received()).hasSize(accepted ? 1 : 0);
        assertThat(client.isOpen()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void dropsTheConnectionTenSecondsAfterTheLastStep(int steps) {
        cluster.advance(Duration.ofSeconds(5));
        for (String step :
                List.of(PEER_PROPERTIES, SASL_HANDSHAKE, AUTHENTICATE, tune(60)).subList(0, steps)) {
            client.send(step);
        }
        cluster.advance(Duration.ofMillis(steps == 0 ? 4_900 : 9_900));
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void hasNoTimeLimitOnceItIsOpen() {
        client.open(0);
        cluster.advance(Duration.ofMinutes(2));

        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0guest\0guest", "guest\0guest", "\0guest", "", "\0guest\0gu\0est"})
    void answersMalformedPlainDataWithCode9AndCloses(String data) {
        loginWith("PLAIN", data);

        assertThat(client.received()).containsExactly(hex("0000000a 8013 0001 00000003 0009"));
        assertThat(client.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXTERNAL", "plain", "SCRAM-SHA-256", ""})
    void answersAnUnknownMechanismWithCode7AndCloses(String mechanism) {
        loginWith(mechanism, "\0guest\0guest");

        assertThat(client.received()).containsExactly(hex("0000000a 8013 0001 00000003 0007"));
        assertThat(client.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0guest\0wrong", "\0nobody\0guest", "\0\0guest", "\0guest\0"})
    void answersAWrongPasswordWithCode8AfterThreeSecondsAndIgnoresTheClientMeanwhile(String data) {
        loginWith("PLAIN", data);
        cluster.advance(Duration.ofMillis(2_900));
        assertThat(client.exchange(AUTHENTICATE, tune(60), OPEN)).isEmpty();
        assertThat(client.isOpen()).isTrue();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.received()).containsExactly(hex("0000000a 8013 0001 00000003 0008"));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void refusesAnUnknownVirtualHostAfterThreeSeconds() {
        loginWith("PLAIN", "\0guest\0guest");
        client.send(tune(60));
        client.received();
        client.send("0000000b 0015 0001 00000004 0001 78");
        cluster.advance(Duration.ofMillis(2_900));
        assertThat(client.received()).isEmpty();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.received()).containsExactly(hex("0000000a 8015 0001 00000004 000c"));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void refusesOneConnectionMoreThanANodeMayHaveAfterThreeSeconds() {
        cluster.state().maxConnections(1);
        client.open(0); // the only one so far
        RawClient second = cluster.open();
        cluster.advance(Duration.ofSeconds(3));
        assertThat(second.received()).containsExactly(hex("0000000a 8015 0001 00000004 000c"));
        assertThat(second.isOpen()).isFalse();
        assertThat(client.isOpen()).isTrue();

        client.disconnect();
        assertThat(cluster.open().exchange(CREATE_DEMO)).hasSize(1);
    }

    @Test
    void acceptsAnonymousUsersAsGuest() {
        loginWith("ANONYMOUS", "");

        assertThat(client.received()).containsExactly(hex(AUTHENTICATED, BROKER_TUNE));
    }

    @ParameterizedTest
    @CsvSource({"guest, 1", "wrong, 8"})
    void acceptsTheTableOfAmqplain(String password, int code) {
        loginWith("AMQPLAIN", "\5LOGINS\0\0\0\5guest\10PASSWORDS\0\0\0\5" + password);
        cluster.advance(Duration.ofSeconds(3));

        assertThat(summaries(client.received())).contains("8013 " + code);
    }

    @Test
    void answersAnIncompleteTableOfAmqplainWithCode9AndDropsTheConnectionForNoise() {
        loginWith("AMQPLAIN", "\5LOGINS\0\0\0\5guest");
        assertThat(summaries(client.received())).containsExactly("8013 9");

        RawClient other = cluster.connect();
        other.send(PEER_PROPERTIES);
        other.send(SASL_HANDSHAKE);
        other.received();
        assertThat(other.exchange(authenticate("AMQPLAIN", "\5LOGIN"))).isEmpty();
        assertThat(other.isOpen()).isFalse();
    }
}
