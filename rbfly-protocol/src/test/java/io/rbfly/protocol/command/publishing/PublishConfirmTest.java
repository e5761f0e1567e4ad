package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import org.junit.jupiter.api.Test;

class PublishConfirmTest {
    private static final SampleFrame CONFIRM = SampleFrame.fromBroker("""
            00000019          # size
            0003 0001         # PublishConfirm, version 1
            05                # publisher id
            00000002          # publishing ids
            0000000000000000  # publishing id: 0
            0000000000000001  # second publishing id: 1
            """);

    private static PublishConfirm confirm(int publisherId, long... publishingIds) {
        return new PublishConfirm(publisherId, publishingIds);
    }

    @Test
    void confirmIsWrittenAndRead() {
        CONFIRM.matches(confirm(5, 0, 1));
        SampleFrame.fromBroker("00000011 0003 0001 05 00000001 0000000000000002")
                .matches(confirm(5, 2));
    }

    @Test
    void confirmsOfPythonsRbflyAreWrittenAndRead() {
        SampleFrame.fromBroker("00000011 0003 0001 03 00000001 0000000000000009")
                .matches(confirm(3, 9));
        SampleFrame.fromBroker("00000029 0003 0001 02 00000004 0000000000000005 0000000000000006"
                        + "0000000000000007 0000000000000008")
                .matches(confirm(2, 5, 6, 7, 8));
    }

    @Test
    void idsKeepTheirOrderAndAreUnsigned() {
        SampleFrame.fromBroker("00000019 0003 0001 ff 00000002 ffffffffffffffff 0000000000000000")
                .matches(confirm(255, -1, 0));
    }

    @Test
    void confirmOfNothingIsRead() {
        SampleFrame.fromBroker("00000009 0003 0001 05 00000000").matches(confirm(5));
    }

    @Test
    void cutFrameIsRefused() {
        CONFIRM.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        CONFIRM.ignoresTrailingBytes();
    }

    @Test
    void badCountsAreRefused() {
        CONFIRM.refusesBadCountsAs("publishing ids");
        CONFIRM.with("publishing ids", "00000003").isRefused();
        CONFIRM.with("publishing ids", "20000001").isRefused(); // times 8 bytes is 8 in 32 bits
    }

    @Test
    void confirmsAreEqualByTheirIds() {
        assertThat(confirm(5, 1, 2)).isEqualTo(confirm(5, 1, 2)).hasSameHashCodeAs(confirm(5, 1, 2));
        assertThat(confirm(5, 1, 2)).isNotEqualTo(confirm(5, 2, 1)).isNotEqualTo(confirm(6, 1, 2));
    }
}
