package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The frames of protocol section 14 that were exchanged with real brokers. */
class WorkedFramesTest {
    private static final String CREATE =
            "0000001f 000d 0001 00000007 0004 64656d6f 00000001 0007 6d61782d616765 0002 3168";
    private static final String DECLARE = "00000011 0001 0001 00000008 05 0000 0004 64656d6f";
    private static final String PUBLISH =
            "00000026 0002 0001 05 00000002 0000000000000000 00000002 6161 0000000000000001 00000003 626262";
    private static final String SUB_ENTRY = "00000033 0002 0001 05 00000001 0000000000000002 80 0003 00000017 00000017"
            + "00000003 6f6e65 00000003 74776f 00000005 7468726565";
    private static final String VERSIONS = "00000012 001b 0001 00000005 00000001 0008 0001 0002";
    private static final String SUBSCRIBE = "0000002c 0007 0001 0000000a 01 0004 64656d6f 0004 0000000000000001 0001"
            + "00000001 0004 6e616d65 0005 6170702d31";
    private static final String SUBSCRIBED = "0000000a 8007 0001 0000000a 0001";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    private void publishTwo() {
        client.exchange(CREATE);
        client.exchange(DECLARE);
        client.exchange(PUBLISH);
    }

    @Test
    void createDeclarePublish() {
        assertThat(client.exchange(CREATE)).containsExactly(hex("0000000a 800d 0001 00000007 0001"));
        assertThat(client.exchange(DECLARE)).containsExactly(hex("0000000a 8001 0001 00000008 0001"));
        assertThat(client.exchange(PUBLISH))
                .containsExactly(hex("00000019 0003 0001 05 00000002 0000000000000000 0000000000000001"));
        assertThat(client.exchange(SUB_ENTRY)).containsExactly(hex("00000011 0003 0001 05 00000001 0000000000000002"));
        assertThat(client.exchange("0000002b 0002 0002 05 00000002 0000000000000003 0002 6575 00000002 6d31"
                        + "0000000000000004 ffff 00000002 6d32"))
                .containsExactly(hex("00000019 0003 0001 05 00000002 0000000000000003 0000000000000004"));
    }

    @Test
    void publishToAnUndeclaredId() {
        assertThat(client.exchange("00000016 0002 0001 63 00000001 0000000000000014 00000001 78"))
                .containsExactly(hex("00000013 0004 0001 63 00000001 0000000000000014 0012"));
    }

    @Test
    void sequenceOfAnUnknownReference() {
        client.exchange(CREATE);

        assertThat(client.exchange("00000016 0005 0001 00000009 0006 6e6f626f6479 0004 64656d6f"))
                .containsExactly(hex("00000012 8005 0001 00000009 0001 0000000000000000"));
    }

    @Test
    void deliverVersion1() {
        publishTwo();

        assertThat(client.exchange(SUBSCRIBE))
                .containsExactly(hex(
                        SUBSCRIBED,
                        "00000042 0008 0001 01 50 00 0002 00000002 000001a2056eed19 0000000000000001 0000000000000000"
                                + "f1491a8c 0000000d 00000000 00 000000 00000002 6161 00000003 626262"));
    }

    @Test
    void deliverVersion2() {
        cluster.timestamp(0x1a2056ef25dL);
        publishTwo();
        client.exchange(VERSIONS);

        assertThat(client.exchange(SUBSCRIBE))
                .containsExactly(
                        hex(
                                SUBSCRIBED,
                                "0000004a 0008 0002 01 0000000000000000 50 00 0002 00000002 000001a2056ef25d 0000000000000001"
                                        + "0000000000000000 f1491a8c 0000000d 00000000 00 000000 00000002 6161 00000003 626262"));
    }

    @Test
    void deliverASubEntryBatch() {
        cluster.timestamp(0x1a2056eede2L);
        publishTwo();
        client.exchange(SUB_ENTRY);
        client.exchange(SUBSCRIBE);

        assertThat(client.exchange("00000007 0009 0001 01 0001"))
                .containsExactly(hex(
                        "00000057 0008 0001 01 50 00 0001 00000003 000001a2056eede2 0000000000000001 0000000000000002"
                                + "6cc495f5 00000022 00000000 00 000000 80 0003 00000017 00000017"
                                + "00000003 6f6e65 00000003 74776f 00000005 7468726565"));
    }

    @Test
    void deliverOfAFilteredMessageAnnouncesAFilterThatIsNotThere() {
        cluster.timestamp(0x1a205632082L);
        client.exchange(VERSIONS);
        client.exchange(CREATE);
        client.exchange(DECLARE);
        client.exchange("0000001c 0002 0002 05 00000001 0000000000000000 0002 6575 00000003 657531");

        assertThat(client.exchange("00000013 0007 0001 0000000a 01 0004 64656d6f 0001 0001")
                        .get(1))
                .isEqualTo(hex("00000044 0008 0002 01 0000000000000000 50 00 0001 00000001 000001a205632082"
                        + "0000000000000001 0000000000000000 c253f4d2 00000007 00000000 10 000000 00000003 657531")[0]);
    }

    @Test
    void deliverAChunkThatTracksOnRequest() {
        cluster.timestamp(0x1a205624c37L);
        client.exchange(CREATE);
        client.exchange("00000015 000a 0001 0001 72 0004 64656d6f 0000000000000001");
        client.exchange(VERSIONS);

        assertThat(client.exchange(RawClient.frame(
                                "0007",
                                "0000000a 01 0004 64656d6f 0001 0001 00000001"
                                        + "000e 6368756e6b5f73656c6563746f72 0003 616c6c"))
                        .get(1))
                .isEqualTo(hex("0000004c 0008 0002 01 0000000000000000 50 01 0001 00000001 000001a205624c37"
                        + "0000000000000001 0000000000000000 215fc8d2 0000000f 00000000 00 000000"
                        + "0000000b 01 01 72 0000000000000001")[0]);
    }

    @Test
    void deliverOfANamedPublisherAnnouncesATrailerThatIsNotThere() {
        cluster.timestamp(0x1a205624c37L);
        client.exchange(CREATE);
        client.exchange("00000015 0001 0001 00000008 05 0004 72656631 0004 64656d6f");
        client.exchange(
                "00000027 0002 0001 05 00000002 0000000000000000 00000003 616161 0000000000000001 00000003 626262");

        assertThat(client.exchange("00000013 0007 0001 0000000a 01 0004 64656d6f 0001 0001")
                        .get(1))
                .isEqualTo(hex("00000043 0008 0001 01 50 00 0002 00000002 000001a205624c37 0000000000000001"
                        + "0000000000000000 8cb4fcbb 0000000e 0000000e 00 000000 00000003 616161 00000003 626262")[0]);
    }

    @Test
    void creditToAnUnknownSubscription() {
        assertThat(client.exchange("00000007 0009 0001 4d 0001")).containsExactly(hex("00000007 8009 0001 0004 4d"));
    }

    @Test
    void storedOffset() {
        client.exchange(CREATE);
        assertThat(client.exchange("00000015 000b 0001 00000009 0005 6170702d31 0004 64656d6f"))
                .containsExactly(hex("00000012 800b 0001 00000009 0013 0000000000000000"));

        assertThat(client.exchange(
                        "00000019 000a 0001 0005 6170702d31 0004 64656d6f 0000000000000004",
                        "00000015 000b 0001 0000000b 0005 6170702d31 0004 64656d6f"))
                .containsExactly(hex("00000012 800b 0001 0000000b 0001 0000000000000004"));
    }

    @Test
    void metadata() {
        client.exchange(CREATE);

        assertThat(client.exchange("00000018 000f 0001 0000000c 00000002 0004 64656d6f 0004 6e6f7065"))
                .containsExactly(hex("0000003d 800f 0001 0000000c 00000001 0000 0009 6c6f63616c686f7374 00003cc0"
                        + "00000002 0004 6e6f7065 0002 ffff 00000000 0004 64656d6f 0001 0000 00000000"));
    }

    @Test
    void routeOfAnUnknownSuperStream() {
        assertThat(client.exchange("00000011 0018 0001 00000005 0001 31 0004 6e6f7065"))
                .containsExactly(hex("0000000e 8018 0001 00000005 0002 00000000"));
    }

    @Test
    void unsubscribeDeletePublisherDelete() {
        publishTwo();
        client.exchange(SUBSCRIBE);

        assertThat(client.exchange("00000009 000c 0001 0000000d 01"))
                .containsExactly(hex("0000000a 800c 0001 0000000d 0001"));
        assertThat(client.exchange("00000009 0006 0001 0000000e 05"))
                .containsExactly(hex("0000000a 8006 0001 0000000e 0001"));
        assertThat(client.exchange("0000000e 000e 0001 0000000f 0004 64656d6f"))
                .containsExactly(hex("0000000a 800e 0001 0000000f 0001"));
    }

    @Test
    void metadataUpdateAfterTheAnswerToDelete() {
        publishTwo();

        assertThat(client.exchange("0000000e 000e 0001 0000000f 0004 64656d6f"))
                .containsExactly(hex("0000000a 800e 0001 0000000f 0001", "0000000c 0010 0001 0006 0004 64656d6f"));
        assertThat(client.exchange("00000009 0006 0001 0000000e 05"))
                .containsExactly(hex("0000000a 8006 0001 0000000e 0012"));
    }
}
