package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.publishing.PublishError.Failure;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishErrorTest {
    private static final SampleFrame ERROR = SampleFrame.fromBroker("""
            00000013          # size
            0004 0001         # PublishError, version 1
            63                # publisher id
            00000001          # failures
            0000000000000014  # publishing id
            0012              # code: publisher does not exist
            """);

    @Test
    void errorIsWrittenAndRead() {
        ERROR.matches(new PublishError(0x63, List.of(new Failure(20, ResponseCode.PUBLISHER_DOES_NOT_EXIST))));
        SampleFrame.fromBroker("00000013 0004 0001 01 00000001 0000000000000054 0012")
                .matches(new PublishError(1, List.of(new Failure(84, ResponseCode.PUBLISHER_DOES_NOT_EXIST))));
    }

    @Test
    void severalFailuresKeepTheirOrderAndTheirIdsAreUnsigned() {
        SampleFrame.fromBroker("0000001d 0004 0001 ff 00000002 ffffffffffffffff 0011 0000000000000000 0010")
                .matches(new PublishError(
                        255,
                        List.of(
                                new Failure(-1, ResponseCode.PRECONDITION_FAILED),
                                new Failure(0, ResponseCode.ACCESS_REFUSED))));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(ERROR.with("code", "0016").decode().command())
                .isEqualTo(new PublishError(0x63, List.of(new Failure(20, ResponseCode.of(0x16)))));
    }

    @Test
    void cutFrameIsRefused() {
        ERROR.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        ERROR.ignoresTrailingBytes();
    }

    @Test
    void badCountsAreRefused() {
        ERROR.refusesBadCountsAs("failures");
        ERROR.with("failures", "00000002").isRefused();
    }
}
