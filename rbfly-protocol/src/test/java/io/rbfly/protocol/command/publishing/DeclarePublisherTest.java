package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarePublisherTest {
    private static final DeclarePublisher DECLARE = new DeclarePublisher(5, "", "demo");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000011       # size
            0001 0001      # DeclarePublisher, version 1
            00000008       # correlation id
            05             # publisher id
            0000           # reference: none
            0004 64656d6f  # stream: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            8001 0001  # DeclarePublisher, version 1
            00000008   # correlation id
            0001       # code: ok
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(8, DECLARE);
        REPLY.answers(DECLARE, 8, new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.OK));
    }

    @Test
    void requestWithReferenceIsWrittenAndRead() {
        SampleFrame.fromClient("""
                        0000001f   # size
                        0001 0001  # DeclarePublisher, version 1
                        00000001   # correlation id
                        02         # publisher id
                        000c 73747265616d5f7265665f31  # reference: stream_ref_1
                        0006 73747265616d              # stream: stream
                        """).matches(1, new DeclarePublisher(2, "stream_ref_1", "stream"));
    }

    @Test
    void largestIdIsRead() {
        assertThat(REQUEST.with("publisher id", "ff").decode().command())
                .isEqualTo(new DeclarePublisher(255, "", "demo"));
    }

    @Test
    void cutRequestIsRefused() {
        REQUEST.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @Test
    void badStringsAreRefused() {
        REQUEST.refusesBadStringsAs("reference");
        REQUEST.refusesBadStringsAs("stream");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void publisherIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DeclarePublisher(id, "", "demo"));
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream)).isReadButNotWritten(new DeclarePublisher(5, "", stream), "stream: ");
    }

    @Test
    void referenceOf256BytesIsReadButNotWritten() {
        REQUEST.with("reference", Hex.string(Names.TOO_LONG))
                .isReadButNotWritten(
                        new DeclarePublisher(5, Names.TOO_LONG, "demo"),
                        "reference: 256 bytes (expected: at most 255 in UTF-8)");
    }

    @Test
    void referenceOf255BytesIsAccepted() {
        assertThat(REQUEST.with("reference", Hex.string(Names.MAX)).decode().command())
                .isEqualTo(new DeclarePublisher(5, Names.MAX, "demo"));
    }
}
