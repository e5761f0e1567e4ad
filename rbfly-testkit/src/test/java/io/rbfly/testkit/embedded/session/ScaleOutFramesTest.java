package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The frames of scale-out section 8 that were exchanged with RabbitMQ 4.3.6. */
class ScaleOutFramesTest {
    private static final String CREATE_S1 = "00000076 001d 0001 00000006 0002 7331 00000003 0004 73312d30 0004 73312d31"
            + "0004 73312d32 00000003 0001 30 0001 31 0001 32 00000002 0010 6d61782d6c656e6774682d6279746573"
            + "000a 31303030303030303030 0014 71756575652d6c65616465722d6c6f6361746f72 000d 6c656173742d6c656164657273";
    private static final String SAC = "0016 73696e676c652d6163746976652d636f6e73756d6572 0004 74727565 0004 6e616d65";
    private static final String SUBSCRIBE_G1 =
            "0000003e 0007 0001 00000006 01 0002 6731 0001 0002 00000002" + SAC + "0003 617070";
    private static final String SUBSCRIBE_G1_AS_7 =
            "0000003e 0007 0001 00000006 07 0002 6731 0001 0002 00000002" + SAC + "0003 617070";
    private static final String SUBSCRIBED = "0000000a 8007 0001 00000006 0001";
    private static final String ACTIVE = "0000000a 001a 0001 00000000 01 01";
    private static final String DECLARE_0 = "0000000f 0001 0001 00000008 00 0000 0002 6731";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    private void create(String name) {
        client.exchange(RawClient.frame("000d", "00000001 0002" + name + "00000000"));
    }

    @Test
    void superStream() {
        assertThat(client.exchange(CREATE_S1)).containsExactly(hex("0000000a 801d 0001 00000006 0001"));
        assertThat(client.exchange("0000000c 0019 0001 00000007 0002 7331"))
                .containsExactly(
                        hex("00000020 8019 0001 00000007 0001 00000003 0004 73312d30 0004 73312d31 0004 73312d32"));
        assertThat(client.exchange("0000000f 0018 0001 00000008 0001 31 0002 7331"))
                .containsExactly(hex("00000014 8018 0001 00000008 0001 00000001 0004 73312d31"));
        assertThat(client.exchange("00000011 0018 0001 00000009 0003 7a7a7a 0002 7331"))
                .containsExactly(hex("0000000e 8018 0001 00000009 0001 00000000"));
        assertThat(client.exchange("00000011 0018 0001 0000000a 0001 31 0004 6e6f7065"))
                .containsExactly(hex("0000000e 8018 0001 0000000a 0002 00000000"));
    }

    @Test
    void deleteSuperStreamFromAConnectionThatUsesIt() {
        client.exchange("0000002a 001d 0001 00000006 0002 7432 00000002 0004 74322d30 0004 74322d31"
                + "00000002 0001 30 0001 31 00000000");
        client.exchange("00000011 0001 0001 00000007 00 0000 0004 74322d30");
        client.exchange("00000013 0007 0001 00000007 01 0004 74322d31 0003 0001");

        assertThat(client.exchange("0000000c 001e 0001 00000008 0002 7432"))
                .containsExactly(hex(
                        "0000000a 801e 0001 00000008 0001",
                        "0000000c 0010 0001 0006 0004 74322d30",
                        "0000000c 0010 0001 0006 0004 74322d31"));
    }

    @Test
    void singleActiveConsumer() {
        create("6731");
        assertThat(client.exchange(SUBSCRIBE_G1)).containsExactly(hex(SUBSCRIBED, ACTIVE));
        assertThat(client.exchange("0000000c 801a 0001 00000000 0001 0000")).isEmpty();
    }

    @Test
    void creditToAPassiveConsumer() {
        create("6731");
        client.exchange(SUBSCRIBE_G1);
        client.exchange(SUBSCRIBE_G1_AS_7);

        assertThat(client.exchange("00000007 0009 0001 07 0003")).containsExactly(hex("00000007 8009 0001 0011 07"));
    }

    @Test
    void answerWithAnOffset() {
        create("6731");
        client.exchange(DECLARE_0);
        for (int id = 0; id < 3; id++) {
            client.exchange(RawClient.frame("0002", "00 00000001 %016x 00000001 6d".formatted(id)));
        }
        client.exchange(SUBSCRIBE_G1);

        assertThat(client.exchange("00000014 801a 0001 00000000 0001 0004 0000000000000002"))
                .hasSize(1)
                .first()
                .asString()
                .contains("00000001" + "0000000000000002");
    }

    @Test
    void handOverOnAPartition() {
        client.exchange(RawClient.frame(
                "001d", "00000006 0002 6373 00000002 0004 63732d30 0004 63732d31 00000002 0001 30 0001 31 00000000"));
        String subscribe = "00000051 0007 0001 00000006 01 0004 63732d31 0003 0003 00000003" + SAC
                + "0002 6731 000c 73757065722d73747265616d 0002 6373";
        assertThat(client.exchange(subscribe)).containsExactly(hex(SUBSCRIBED, ACTIVE));
        client.exchange("0000000c 801a 0001 00000000 0001 0000");
        RawClient second = cluster.open();

        assertThat(second.exchange(subscribe)).containsExactly(hex(SUBSCRIBED));
        assertThat(client.received()).containsExactly(hex("0000000a 001a 0001 00000001 01 00"));
        assertThat(second.received()).isEmpty();
        client.exchange("0000000c 801a 0001 00000001 0001 0000");
        assertThat(second.received()).containsExactly(hex(ACTIVE));
    }

    @Test
    void messagesAndBatchesInOneFrame() {
        create("6731");
        client.exchange(DECLARE_0);

        assertThat(client.exchange("0000006e 0002 0001 00 00000004 000000000000001e 00000001 61"
                        + "000000000000001f 80 0003 00000017 00000017 00000003 6f6e65 00000003 74776f 00000005 7468726565"
                        + "0000000000000020 00000001 62"
                        + "0000000000000021 80 0002 0000000e 0000000e 00000003 6f6e65 00000003 74776f"))
                .containsExactly(hex("00000029 0003 0001 00 00000004 000000000000001e 000000000000001f"
                        + "0000000000000020 0000000000000021"));
        assertThat(client.exchange("00000044 0002 0001 00 00000001 0000000000000014 90 0003 00000017 00000028"
                        + "1f8b080000000000020363606060cecf4b65005225e5f9408ab524a328351500b474ee3117000000"))
                .containsExactly(hex("00000011 0003 0001 00 00000001 0000000000000014"));
    }

    @Test
    void refusesABadBatchAndEverythingAfterIt() {
        create("6731");
        client.exchange(DECLARE_0);
        String batch = "80 0001 00000005 00000005 00000001 61";

        assertThat(client.exchange(RawClient.frame(
                        "0002",
                        "00 00000005 000000000000003c" + batch + "000000000000003d 00000001 61"
                                + "000000000000003e 80 0000 00000000 00000000 000000000000003f 00000001 61"
                                + "0000000000000040" + batch)))
                .containsExactly(hex(
                        "00000027 0004 0001 00 00000003 000000000000003e 0011 000000000000003f 0011 0000000000000040 0011",
                        "00000019 0003 0001 00 00000002 000000000000003c 000000000000003d"));
    }

    @Test
    void resolveOffsetSpecAndStatistics() {
        create("7231");
        client.exchange("0000000f 0001 0001 00000008 00 0000 0002 7231");
        for (int chunk = 0; chunk < 5; chunk++) {
            StringBuilder entries = new StringBuilder("00 0000000a");
            cluster.timestamp(0x1a21dfff2c0L - 20 + 10 * chunk);
            for (int i = 0; i < 10; i++) {
                entries.append("%016x 00000001 6d".formatted(10 * chunk + i));
            }
            client.exchange(RawClient.frame("0002", entries.toString()));
        }

        assertThat(client.exchange("00000016 001f 0001 00000016 0002 7231 0004 000000000000000f"))
                .containsExactly(hex("00000014 801f 0001 00000016 0001 0004 000000000000000a"));
        assertThat(client.exchange("00000016 001f 0001 0000001b 0002 7231 0005 000001a21dfff2c0"))
                .containsExactly(hex("00000014 801f 0001 0000001b 0001 0004 0000000000000014"));
        assertThat(client.exchange("0000000c 001c 0001 00000011 0002 7231"))
                .containsExactly(hex(
                        "00000073 801c 0001 00000011 0001 00000004 0012 636f6d6d69747465645f6368756e6b5f6964 0000000000000028"
                                + "0010 636f6d6d69747465645f6f6666736574 0000000000000031 000e 66697273745f6368756e6b5f6964"
                                + "0000000000000000 000d 6c6173745f6368756e6b5f6964 0000000000000028"));
    }

    @Test
    void resolveOffsetSpecWithAFilter() {
        create("7232");

        assertThat(client.exchange(
                        "00000020 001f 0001 00000009 0002 7232 0001 00000001 0008 66696c7465722e30 0002 7573"))
                .containsExactly(hex("00000014 801f 0001 00000009 0001 0004 0000000000000000"));
    }
}
