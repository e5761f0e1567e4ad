package io.rbfly.protocol.command.stream;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeleteTest {
    private static final Delete DELETE = new Delete("demo");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000e       # size
            000e 0001      # Delete, version 1
            0000000f       # correlation id
            0004 64656d6f  # stream: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            800e 0001  # Delete, version 1
            0000000f   # correlation id
            0002       # code: stream does not exist
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(15, DELETE);
        REPLY.answers(DELETE, 15, new StatusResponse(CommandKey.DELETE, ResponseCode.STREAM_DOES_NOT_EXIST));
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
        REQUEST.refusesBadStringsAs("stream");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream)).isReadButNotWritten(new Delete(stream), "stream: ");
    }
}
