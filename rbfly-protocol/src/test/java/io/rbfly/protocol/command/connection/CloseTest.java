package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;

class CloseTest {
    private static final Close CLOSE = new Close(ResponseCode.OK, "OK");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000e   # size
            0016 0001  # Close, version 1
            00000010   # correlation id
            0001       # code: ok
            0002 4f4b  # reason: OK
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            8016 0001  # Close, version 1
            00000010   # correlation id
            0001       # code: ok
            """);

    private static final SampleFrame REQUEST_OF_BROKER = SampleFrame.fromBroker("""
            00000019   # size
            0016 0001  # Close, version 1
            00000001   # correlation id
            000d       # code: unknown frame
            000d 756e6b6e6f776e206672616d65 # reason: unknown frame
            """);

    private static final SampleFrame REPLY_OF_CLIENT = SampleFrame.fromClient("""
            0000000a   # size
            8016 0001  # Close, version 1
            00000001   # correlation id
            0001       # code: ok
            """);

    @Test
    void closeOfClientIsWrittenAndRead() {
        REQUEST.matches(16, CLOSE);
        REPLY.answers(CLOSE, 16, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
    }

    @Test
    void closeOfBrokerIsWrittenAndRead() {
        Close close = new Close(ResponseCode.UNKNOWN_FRAME, "unknown frame");
        REQUEST_OF_BROKER.matches(1, close);
        REPLY_OF_CLIENT.answers(close, 1, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REQUEST_OF_BROKER.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
        REPLY_OF_CLIENT.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
        REQUEST_OF_BROKER.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
        REPLY_OF_CLIENT.ignoresTrailingBytes();
    }

    @Test
    void badReasonIsRefused() {
        REQUEST.refusesBadStringsAs("reason");
        REQUEST_OF_BROKER.refusesBadStringsAs("reason");
    }

    @Test
    void newCodeOfBrokerIsUnknown() {
        assertThat(REQUEST_OF_BROKER.with("code", "0063").decode())
                .isEqualTo(new Frame(1, new Close(ResponseCode.of(0x63), "unknown frame")));
    }
}
