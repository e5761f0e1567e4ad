package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeTest {
    private static final OffsetSpec FIRST = new OffsetSpec.First();
    private static final Subscribe SUBSCRIBE = subscribe(1, "demo", 1);

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000002c          # size
            0007 0001         # Subscribe, version 1
            0000000a          # correlation id
            01                # subscription id
            0004 64656d6f     # stream: demo
            0004              # offset type: offset
            0000000000000001  # offset
            0001              # credit
            00000001          # properties
            0004 6e616d65     # property: name
            0005 6170702d31   # value: app-1
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            8007 0001  # Subscribe, version 1
            0000000a   # correlation id
            0001       # code: ok
            """);

    private static Subscribe subscribe(int subscriptionId, String stream, int credit) {
        return new Subscribe(subscriptionId, stream, new OffsetSpec.At(1), credit, Map.of("name", "app-1"));
    }

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(10, SUBSCRIBE);
        REPLY.answers(SUBSCRIBE, 10, new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK));
    }

    @Test
    void requestWithoutPropertiesEndsBehindItsCredit() {
        SampleFrame.fromClient("00000013 0007 0001 0000000a ff 0004 64656d6f 0001 000a")
                .matches(10, new Subscribe(255, "demo", FIRST, 10, Map.of()));
    }

    @Test
    void smallestAndLargestCreditAreWrittenAndRead() {
        SampleFrame.fromClient("00000013 0007 0001 0000000a 00 0004 64656d6f 0001 0000")
                .matches(10, new Subscribe(0, "demo", FIRST, 0, Map.of()));
        SampleFrame.fromClient("00000013 0007 0001 0000000a 00 0004 64656d6f 0001 7fff")
                .matches(10, new Subscribe(0, "demo", FIRST, Credit.MAX, Map.of()));
    }

    @Test
    void cutRequestIsRefused() {
        int lengthWithoutProperties = 27;
        REQUEST.isRefusedWhenCut(lengthWithoutProperties);
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @Test
    void badStringsAndCountsAreRefused() {
        REQUEST.refusesBadStringsAs("stream");
        REQUEST.refusesBadStringsAs("property");
        REQUEST.refusesBadStringsAs("value");
        REQUEST.refusesBadCountsAs("properties");
        REQUEST.with("properties", "00000002").isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0006", "ffff"})
    void unknownOffsetTypeIsRefused(String type) {
        REQUEST.with("offset type", type).isRefusedWith("offset type");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void subscriptionIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> subscribe(id, "demo", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void creditThatIsNoUint16IsRefused(int credit) {
        assertThatIllegalArgumentException().isThrownBy(() -> subscribe(1, "demo", credit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "ffff"})
    void creditThatWouldBeNegativeInCreditIsReadButNotWritten(String credit) {
        REQUEST.with("credit", credit)
                .isReadButNotWritten(subscribe(1, "demo", Integer.parseInt(credit, 16)), "credit: ");
    }

    @Test
    void subscriptionWithoutStartIsReadButNotWritten() {
        Subscribe nowhere = new Subscribe(1, "demo", new OffsetSpec.None(), 10, Map.of());
        SampleFrame.fromClient("00000013 0007 0001 0000000a 01 0004 64656d6f 0000 000a")
                .isReadButNotWritten(nowhere, "offset: none");
    }

    @Test
    void singleActiveConsumerIsWrittenAndRead() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("single-active-consumer", "true");
        properties.put("name", "app");
        SampleFrame.fromClient("""
                        0000003e    # size
                        0007 0001   # Subscribe, version 1
                        00000006    # correlation id
                        01          # subscription id
                        0002 6731   # stream: g1
                        0001        # offset type: first
                        0002        # credit
                        00000002    # properties
                        0016 73696e676c652d6163746976652d636f6e73756d6572  # single-active-consumer
                        0004 74727565                                      # true
                        0004 6e616d65                                      # name
                        0003 617070                                        # app
                        """).matches(6, new Subscribe(1, "g1", FIRST, 2, properties));
    }

    @Test
    void singleActiveConsumerOfAPartitionIsWrittenAndRead() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("single-active-consumer", "true");
        properties.put("name", "g1");
        properties.put("super-stream", "cs");
        SampleFrame.fromClient("""
                        00000051          # size
                        0007 0001         # Subscribe, version 1
                        00000006          # correlation id
                        01                # subscription id
                        0004 63732d31     # stream: cs-1
                        0003              # offset type: next
                        0003              # credit
                        00000003          # properties
                        0016 73696e676c652d6163746976652d636f6e73756d6572  # single-active-consumer
                        0004 74727565                                      # true
                        0004 6e616d65                                      # name
                        0002 6731                                          # g1
                        000c 73757065722d73747265616d                      # super-stream
                        0002 6373                                          # cs
                        """).matches(6, new Subscribe(1, "cs-1", new OffsetSpec.Next(), 3, properties));
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream)).isReadButNotWritten(subscribe(1, stream, 1), "stream: ");
    }

    @Test
    void propertiesKeepTheirOrder() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("name", "app-1");
        properties.put("single-active-consumer", "true");
        properties.put("super-stream", "demo");
        properties.put("filter.0", "eu");
        properties.put("filter.1", "us");
        properties.put("match-unfiltered", "true");
        assertThat(new Subscribe(1, "demo", FIRST, 1, properties).properties()).containsExactlyEntriesOf(properties);
    }
}
