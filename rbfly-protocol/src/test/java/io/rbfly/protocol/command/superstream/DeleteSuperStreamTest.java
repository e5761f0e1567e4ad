package io.rbfly.protocol.command.superstream;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeleteSuperStreamTest {
    private static final DeleteSuperStream DELETE = new DeleteSuperStream("t2");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000c   # size
            001e 0001  # DeleteSuperStream, version 1
            00000008   # correlation id
            0002 7432  # name: t2
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            801e 0001  # DeleteSuperStream, version 1
            00000008   # correlation id
            0001       # code: ok
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(8, DELETE);
        REPLY.answers(DELETE, 8, new StatusResponse(CommandKey.DELETE_SUPER_STREAM, ResponseCode.OK));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @Test
    void badStringsAreRefused() {
        REQUEST.refusesBadStringsAs("name");
    }

    /** With an empty name, a broker deletes all streams of the virtual host. */
    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badNameIsReadButNotWritten(String name) {
        REQUEST.with("name", Hex.string(name)).isReadButNotWritten(new DeleteSuperStream(name), "name: ");
    }
}
