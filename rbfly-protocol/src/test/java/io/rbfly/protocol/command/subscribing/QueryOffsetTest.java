package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryOffsetTest {
    private static final QueryOffset QUERY = new QueryOffset("app-1", "demo");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000015             # size
            000b 0001            # QueryOffset, version 1
            0000000b             # correlation id
            0005 6170702d31      # reference: app-1
            0004 64656d6f        # stream: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000012          # size
            800b 0001         # QueryOffset, version 1
            0000000b          # correlation id
            0001              # code: ok
            0000000000000004  # offset
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(11, QUERY);
        REPLY.answers(QUERY, 11, new QueryOffset.Reply(ResponseCode.OK, 4));
    }

    @Test
    void replyWithoutStoredOffsetHasAnOffsetAllTheSame() {
        SampleFrame.fromBroker("00000012 800b 0001 00000009 0013 0000000000000000")
                .answers(QUERY, 9, new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
    }

    @Test
    void replyCutInsideOffsetIsRefused() {
        REPLY.with("offset", "00000000000000").isRefusedWith("int64");
    }

    @Test
    void largestOffsetIsUnsigned() {
        assertThat(REPLY.with("offset", "ffffffffffffffff").decode().command())
                .isEqualTo(new QueryOffset.Reply(ResponseCode.OK, -1));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "03e7").decode().command())
                .isEqualTo(new QueryOffset.Reply(ResponseCode.of(0x3e7), 4));
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
                .isReadButNotWritten(new QueryOffset(reference, "demo"), "reference: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream)).isReadButNotWritten(new QueryOffset("app-1", stream), "stream: ");
    }

    @Test
    void longestReferenceIsAccepted() {
        assertThat(REQUEST.with("reference", Hex.string(Names.MAX)).decode().command())
                .isEqualTo(new QueryOffset(Names.MAX, "demo"));
    }
}
