package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaslHandshakeTest {
    private static final SaslHandshake HANDSHAKE = new SaslHandshake();

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000008   # size
            0012 0001  # SaslHandshake, version 1
            00000002   # correlation id
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000001f               # size
            8012 0001              # SaslHandshake, version 1
            00000002               # correlation id
            0001                   # code: ok
            00000002               # mechanisms
            0008 414d51504c41494e  # mechanism: AMQPLAIN
            0005 504c41494e        # second mechanism: PLAIN
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(2, HANDSHAKE);
        REPLY.answers(HANDSHAKE, 2, new SaslHandshake.Reply(ResponseCode.OK, List.of("AMQPLAIN", "PLAIN")));
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "8001").decode().command())
                .isEqualTo(new SaslHandshake.Reply(ResponseCode.of(0x8001), List.of("AMQPLAIN", "PLAIN")));
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
    void badStringsAndCountsAreRefused() {
        REPLY.refusesBadStringsAs("mechanism");
        REPLY.refusesBadStringsAs("second mechanism");
        REPLY.refusesBadCountsAs("mechanisms");
        REPLY.with("mechanisms", "00000003").isRefused();
    }
}
