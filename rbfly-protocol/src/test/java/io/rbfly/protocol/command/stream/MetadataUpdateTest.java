package io.rbfly.protocol.command.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;

class MetadataUpdateTest {
    private static final SampleFrame UPDATE = SampleFrame.fromBroker("""
            0000000c       # size
            0010 0001      # MetadataUpdate, version 1
            0006           # code: stream not available
            0004 73756231  # stream: sub1
            """);

    @Test
    void updateIsWrittenAndRead() {
        UPDATE.matches(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "sub1"));
    }

    @Test
    void cutUpdateIsRefused() {
        UPDATE.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        UPDATE.ignoresTrailingBytes();
    }

    @Test
    void badStringsAreRefused() {
        UPDATE.refusesBadStringsAs("stream");
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(UPDATE.with("code", "0016").decode().command())
                .isEqualTo(new MetadataUpdate(ResponseCode.of(0x16), "sub1"));
    }
}
