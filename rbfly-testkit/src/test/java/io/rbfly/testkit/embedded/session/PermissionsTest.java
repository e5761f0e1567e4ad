package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.frame;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final String CREATE_PP =
            frame("001d", "00000006 0002 7070 00000002 0004 70702d30 0004 70702d31 00000002 0001 30 0001 31 00000000");
    private static final String PARTITIONS = frame("0019", "00000007 0002 7070");
    private static final String ROUTE = frame("0018", "00000008 0001 31 0002 7070");

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void createAsGuest() {
        RawClient admin = cluster.open();
        admin.exchange(CREATE_PP);
        admin.exchange(RawClient.CREATE_DEMO);
    }

    private RawClient open(String configure, String write, String read) {
        cluster.state().addUser(new User("guest", "guest", Permissions.of(configure, write, read)));
        return cluster.open();
    }

    @ParameterizedTest
    @CsvSource({
        "000d, 00000001 0001 78 00000000",
        "000e, 00000001 0004 64656d6f",
        "0001, 00000001 05 0000 0004 64656d6f",
        "0007, 00000001 05 0004 64656d6f 0001 0001",
        "001e, 00000001 0002 7070",
        "001d, 00000001 0002 7071 00000001 0004 70712d30 00000001 0001 30 00000000"
    })
    void refuseWithCode16(String key, String body) {
        assertThat(open("^$", "^$", "^$").exchange(frame(key, body)))
                .containsExactly(hex("0000000a 8" + key.substring(1) + "0001 00000001 0010"));
    }

    @ParameterizedTest
    @CsvSource({
        "^$, ^$, 0010 00000000, 0010 00000000",
        "^$, .*, 0001 00000002 0004 70702d30 0004 70702d31, 0010 00000000",
        "^$, pp-.*, 0010 00000000, 0010 00000000",
        "pp-.*, pp-.*, 0010 00000000, 0010 00000000",
        "pp.*, ^$, 0001 00000002 0004 70702d30 0004 70702d31, 0001 00000001 0004 70702d31"
    })
    void mustCoverTheExchangeAndThePartitionsOfASuperStream(
            String write, String read, String partitions, String route) {
        RawClient client = open("^$", write, read);

        assertThat(client.exchange(PARTITIONS)).containsExactly(hex(frame("8019", "00000007" + partitions)));
        assertThat(client.exchange(ROUTE)).containsExactly(hex(frame("8018", "00000008" + route)));
    }

    @ParameterizedTest
    @CsvSource({
        ".*, .*, .*, 0001, 0001",
        "^pq.*, ^pq.*, ^pq$, 0001, 0010",
        "^pq-, .*, .*, 0010, 0010",
        "^p.$, .*, .*, 0010, 0010",
        ".*, ^p.$, .*, 0010, 0010",
        ".*, .*, ^p.-, 0010, 0010"
    })
    void mustAllowToBindThePartitionsOfASuperStream(
            String configure, String write, String read, String created, String deletedOther) {
        RawClient client = open(configure, write, read);

        assertThat(client.exchange(
                        frame("001d", "00000001 0002 7071 00000001 0004 70712d30 00000001 0001 30 00000000")))
                .containsExactly(hex("0000000a 801d 0001 00000001" + created));
        assertThat(client.exchange(frame("001e", "00000001 0002 7070")))
                .containsExactly(hex("0000000a 801e 0001 00000001" + deletedOther));
    }

    @Test
    void hideStreamsInMetadata() {
        assertThat(open(".*", "^$", "^$").exchange("00000012 000f 0001 0000000c 00000001 0004 64656d6f"))
                .containsExactly(hex("0000001e 800f 0001 0000000c 00000000 00000001 0004 64656d6f 0010 ffff 00000000"));
    }

    @Test
    void matchAPartOfAName() {
        assertThat(open("^$", "em", "^$").exchange(RawClient.DECLARE_DEMO))
                .containsExactly(hex("0000000a 8001 0001 00000008 0001"));
    }

    @Test
    void areNoneIfAPatternIsEmpty() {
        RawClient client = open("", "", "");
        assertThat(client.exchange(frame("000d", "00000001 0001 78 00000000")))
                .containsExactly(hex("0000000a 800d 0001 00000001 0010"));
        assertThat(client.exchange(RawClient.DECLARE_DEMO)).containsExactly(hex("0000000a 8001 0001 00000008 0010"));
        assertThat(client.exchange(frame("0007", "00000001 05 0004 64656d6f 0001 0001")))
                .containsExactly(hex("0000000a 8007 0001 00000001 0010"));
    }

    @Test
    void areRefusedAfterAnInvalidNameOfAStream() {
        assertThat(open("^$", "^$", "^$").exchange(frame("000d", "00000001 0000 00000000")))
                .containsExactly(hex("0000000a 800d 0001 00000001 0011"));
    }
}
