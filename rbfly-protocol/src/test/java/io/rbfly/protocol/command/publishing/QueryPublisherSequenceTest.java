package io.rbfly.protocol.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryPublisherSequenceTest {
    private static final QueryPublisherSequence QUERY = new QueryPublisherSequence("nobody", "demo");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000016             # size
            0005 0001            # QueryPublisherSequence, version 1
            00000009             # correlation id
            0006 6e6f626f6479    # reference: nobody
            0004 64656d6f        # stream: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000012          # size
            8005 0001         # QueryPublisherSequence, version 1
            00000009          # correlation id
            0001              # code: ok
            0000000000000000  # sequence
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(9, QUERY);
        REPLY.answers(QUERY, 9, new QueryPublisherSequence.Reply(ResponseCode.OK, 0));
    }

    @Test
    void requestOfPythonsRbflyIsWrittenAndRead() {
        SampleFrame.fromClient("00000015 0005 0001 00000001 0003 726566 0006 73747265616d")
                .matches(1, new QueryPublisherSequence("ref", "stream"));
    }

    @Test
    void replyCutInsideSequenceIsRefused() {
        REPLY.with("sequence", "00000000000000").isRefusedWith("int64");
    }

    @Test
    void largestSequenceIsUnsigned() {
        assertThat(REPLY.with("sequence", "ffffffffffffffff").decode().command())
                .isEqualTo(new QueryPublisherSequence.Reply(ResponseCode.OK, -1));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "03e7").decode().command())
                .isEqualTo(new QueryPublisherSequence.Reply(ResponseCode.of(0x3e7), 0));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
    }

    @Test
    void badStringsAreRefused() {
        REQUEST.refusesBadStringsAs("reference");
        REQUEST.refusesBadStringsAs("stream");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badReferences")
    void badReferenceIsReadButNotWritten(String reference) {
        REQUEST.with("reference", Hex.string(reference))
                .isReadButNotWritten(new QueryPublisherSequence(reference, "demo"), "reference: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream))
                .isReadButNotWritten(new QueryPublisherSequence("nobody", stream), "stream: ");
    }

    @Test
    void longestReferenceIsAccepted() {
        assertThat(REQUEST.with("reference", Hex.string(Names.MAX)).decode().command())
                .isEqualTo(new QueryPublisherSequence(Names.MAX, "demo"));
    }
}
