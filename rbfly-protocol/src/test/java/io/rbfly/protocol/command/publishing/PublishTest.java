package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.publishing.Publish.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
    private static final SampleFrame PUBLISH = SampleFrame.fromClient("""
            00000026          # size
            0002 0001         # Publish, version 1
            05                # publisher id
            00000002          # entries
            0000000000000000  # publishing id
            00000002          # length
            6161              # message: aa
            0000000000000001  # second publishing id
            00000003          # second length
            626262            # second message: bbb
            """);

    private static final SampleFrame FILTERED = SampleFrame.fromClient("""
            0000002b          # size
            0002 0002         # Publish, version 2
            05                # publisher id
            00000002          # entries
            0000000000000003  # publishing id
            0002 6575         # filter value
            00000002 6d31     # message: m1
            0000000000000004  # second publishing id
            ffff              # no filter value
            00000002 6d32     # second message: m2
            """);

    private static Entry filtered(long publishingId, String filterValue, String messageHex) {
        return new Entry(publishingId, filterValue, Hex.bytes(messageHex));
    }

    private static Entry entry(long publishingId, String messageHex) {
        return new Entry(publishingId, Hex.bytes(messageHex));
    }

    @Test
    void messagesAreWrittenAndRead() {
        PUBLISH.matches(new Publish(5, List.of(entry(0, "6161"), entry(1, "626262"))));
        SampleFrame.fromClient("00000016 0002 0001 63 00000001 0000000000000014 00000001 78")
                .matches(new Publish(0x63, List.of(entry(20, "78"))));
    }

    @Test
    void framesOfPythonsRbflyAreWrittenAndRead() {
        SampleFrame.fromClient("0000001d 0002 0001 05 00000001 000000000000000a 00000008 005375a003313233")
                .matches(new Publish(5, List.of(entry(10, "005375a003313233"))));
        SampleFrame.fromClient("0000001d 0002 0001 05 00000001 0000000100000000 00000008 005375a003313233")
                .matches(new Publish(5, List.of(entry(1L << 32, "005375a003313233"))));
        SampleFrame.fromClient("00000032 0002 0001 05 00000002 000000000000000a 00000008 005375a003313233"
                        + "000000000000000b 00000009 005375a00439383736")
                .matches(new Publish(5, List.of(entry(10, "005375a003313233"), entry(11, "005375a00439383736"))));
        SampleFrame.fromClient("00000028 0002 0001 05 00000002 000000000000000a 00000003 313233"
                        + "000000000000000b 00000004 39383736")
                .matches(new Publish(5, List.of(entry(10, "313233"), entry(11, "39383736"))));
    }

    @Test
    void noMessagesAndEmptyMessagesAreWrittenAndRead() {
        SampleFrame.fromClient("00000009 0002 0001 00 00000000").matches(new Publish(0, List.of()));
        SampleFrame.fromClient("00000015 0002 0001 00 00000001 0000000000000000 00000000")
                .matches(new Publish(0, List.of(entry(0, ""))));
    }

    @Test
    void largestIdsAreWrittenAndRead() {
        SampleFrame.fromClient("00000016 0002 0001 ff 00000001 ffffffffffffffff 00000001 78")
                .matches(new Publish(255, List.of(entry(-1, "78"))));
    }

    @Test
    void messagesWithFilterValuesAreWrittenAndRead() {
        FILTERED.matches(new Publish(5, 2, List.of(filtered(3, "eu", "6d31"), filtered(4, null, "6d32"))));
        SampleFrame.fromClient("00000017 0002 0002 05 00000001 0000000000000001 0000 00000000")
                .matches(new Publish(5, 2, List.of(filtered(1, "", ""))));
    }

    @Test
    void filteredFramesOfPythonsRbflyAreWrittenAndRead() {
        SampleFrame.fromClient("00000022 0002 0002 05 00000001 000000000000000a 0003 313233 00000008 005375a003313233")
                .matches(new Publish(5, 2, List.of(filtered(10, "123", "005375a003313233"))));
        SampleFrame.fromClient("0000003a 0002 0002 05 00000002 000000000000000a 0002 3132 00000008 005375a003313233"
                        + "000000000000000b 0002 3938 00000009 005375a00439383736")
                .matches(new Publish(
                        5,
                        2,
                        List.of(filtered(10, "12", "005375a003313233"), filtered(11, "98", "005375a00439383736"))));
    }

    @Test
    void cutFrameWithFilterValuesIsRefused() {
        FILTERED.isRefusedWhenCut();
    }

    @Test
    void filterValueThatIsNoStringIsRefused() {
        FILTERED.with("filter value", "fffe 6575").isRefused();
        FILTERED.with("filter value", "0002 ff75").isRefused();
    }

    @Test
    void batchWithFilterValueIsRefused() {
        SampleFrame.fromClient("00000019 0002 0002 05 00000001 0000000000000003 0002 6575 80000000")
                .isRefusedWith("batch entry at index 21");
    }

    @Test
    void versionAfterThatIsUnknown() {
        assertThat(SampleFrame.fromClient("00000009 0002 0003 05 00000000")
                        .decode()
                        .command())
                .isEqualTo(new UnknownCommand(2, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Publish(5, 3, List.of()))
                .withMessageContaining("expected: 1 or 2");
    }

    @Test
    void filterValuesInVersionOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Publish(5, List.of(filtered(1, "eu", "61"))))
                .withMessageContaining("expected: 2");
    }

    @Test
    void batchIsRefused() {
        SampleFrame.fromClient("""
                        00000033          # size
                        0002 0001         # Publish, version 1
                        05                # publisher id
                        00000001          # entries
                        0000000000000002  # publishing id
                        80                # batch, no compression
                        0003              # messages
                        00000017 00000017 # plain size, size
                        00000003 6f6e65 00000003 74776f 00000005 7468726565 # one, two, three
                        """).isRefusedWith("batch entry at index 17");
    }

    @Test
    void cutFrameIsRefused() {
        PUBLISH.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        PUBLISH.ignoresTrailingBytes();
    }

    @Test
    void badCountsAreRefused() {
        PUBLISH.refusesBadCountsAs("entries");
        PUBLISH.with("entries", "00000003").isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "80000000", "7fffffff", "00000004"})
    void lengthPastTheEndIsRefused(String length) {
        PUBLISH.with("second length", length).isRefused();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void publisherIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Publish(id, List.of()));
    }

    @Test
    void entriesAreEqualByTheirBytes() {
        assertThat(entry(1, "61")).isEqualTo(entry(1, "61")).hasSameHashCodeAs(entry(1, "61"));
        assertThat(entry(1, "61")).isNotEqualTo(entry(1, "62")).isNotEqualTo(entry(2, "61"));
        assertThat(entry(1, "61")).isNotEqualTo(filtered(1, "eu", "61"));
    }
}
