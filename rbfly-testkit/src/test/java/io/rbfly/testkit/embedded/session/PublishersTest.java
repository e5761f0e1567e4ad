package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.CREATE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.DECLARE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.frame;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishersTest {
    private static final String DELETE_DEMO = frame("000e", "0000000f 0004 64656d6f");

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    @BeforeEach
    void create() {
        client.exchange(CREATE_DEMO);
    }

    private static String publish(int count) {
        StringBuilder entries = new StringBuilder("05%08x".formatted(count));
        for (int id = 0; id < count; id++) {
            entries.append("%016x00000000".formatted(id));
        }
        return frame("0002", entries.toString());
    }

    private static String publish(int publisher, int count) {
        return publish(count).replaceFirst("00020001..", "00020001%02x".formatted(publisher));
    }

    private static String message(int id) {
        return frame("0002", "05 00000001 %016x 00000001 78".formatted(id));
    }

    @ParameterizedTest
    @CsvSource({"05 0000 0004 64656d6f", "06 0001 61 0004 64656d6f", "05 0000 0004 6e6f7065"})
    void areRefusedIfTheirIdOrReferenceIsInUse(String second) {
        client.exchange(frame("0001", "00000001 05 0001 61 0004 64656d6f"));

        assertThat(client.exchange(frame("0001", "00000002" + second)))
                .containsExactly(hex("0000000a 8001 0001 00000002 0011"));
    }

    @Test
    void haveReferencesOfAtMost255Bytes() {
        assertThat(client.exchange(frame("0001", "00000001 01 00ff" + "61".repeat(255) + "0004 64656d6f")))
                .containsExactly(hex("0000000a 8001 0001 00000001 0001"));
        assertThat(client.exchange(frame("0001", "00000001 02 0100" + "61".repeat(256) + "0004 64656d6f")))
                .containsExactly(hex("0000000a 8001 0001 00000001 0011"));
    }

    @Test
    void areNotReadFromWith50000UnconfirmedMessages() {
        client.exchange(DECLARE_DEMO);
        cluster.state().holdCommits(true);
        client.exchange(publish(49_999));
        assertThat(client.isRead()).isTrue();
        client.exchange(message(50_000));
        assertThat(client.isRead()).isFalse();

        cluster.state().holdCommits(false);
        assertThat(client.received()).isNotEmpty();
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void areNeverReadFromAgainIfTheMessagesAreLost() {
        client.exchange(DECLARE_DEMO);
        cluster.state().holdCommits(true);
        client.exchange(publish(30_000));
        cluster.open().exchange(DELETE_DEMO);
        assertThat(client.received()).hasSize(1);
        assertThat(client.isRead()).isTrue();

        client.exchange(CREATE_DEMO, DECLARE_DEMO);
        client.exchange(publish(20_000));
        cluster.open().exchange(DELETE_DEMO);
        cluster.state().holdCommits(false);
        assertThat(client.received()).hasSize(1);
        assertThat(client.isRead()).isFalse();
    }

    @Test
    void areReadFromWhenAnythingIsConfirmedAfterTheyAreDeleted() {
        client.exchange(DECLARE_DEMO, frame("000d", "00000007 0001 78 00000000"));
        client.exchange(frame("0001", "00000008 06 0000 0001 78"));
        cluster.state()
                .faults()
                .commitDelays(stream -> stream.name().equals("x") ? Duration.ZERO : Duration.ofSeconds(1));
        client.exchange(publish(49_999));
        client.exchange(publish(6, 1), frame("0006", "0000000e 05"), frame("0006", "0000000e 06"));
        assertThat(client.isRead()).isTrue();

        client.exchange(RawClient.HEARTBEAT);
        assertThat(client.isRead()).as("49,999 are left").isTrue();
    }

    @Test
    void getDuplicatesConfirmedTogetherAndBeforeNewMessages() {
        client.exchange(frame("0001", "00000001 05 0001 61 0004 64656d6f"));
        client.exchange(message(1), message(2));

        assertThat(client.exchange(message(1), message(2), message(5)))
                .containsExactly(hex(
                        "00000019 0003 0001 05 00000002 0000000000000001 0000000000000002",
                        "00000011 0003 0001 05 00000001 0000000000000005"));
    }

    @Test
    void areDroppedWithoutConfirmsWhenTheyAreDeleted() {
        client.exchange(DECLARE_DEMO);
        cluster.state().holdCommits(true);
        client.exchange(message(1));
        client.exchange(frame("0006", "0000000e 05"));
        cluster.state().holdCommits(false);

        assertThat(client.received()).isEmpty();
    }
}
