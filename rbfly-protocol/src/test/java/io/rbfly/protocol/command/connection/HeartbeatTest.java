package io.rbfly.protocol.command.connection;

import io.rbfly.protocol.SampleFrame;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final String HEARTBEAT = "00000004 0017 0001";

    @Test
    void heartbeatOfEitherSideIsWrittenAndRead() {
        SampleFrame.fromClient(HEARTBEAT).matches(new Heartbeat());
        SampleFrame.fromBroker(HEARTBEAT).matches(new Heartbeat());
    }

    @Test
    void cutHeartbeatIsRefused() {
        SampleFrame.fromClient(HEARTBEAT).isRefusedWhenCut();
        SampleFrame.fromBroker(HEARTBEAT).isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        SampleFrame.fromClient(HEARTBEAT).ignoresTrailingBytes();
        SampleFrame.fromBroker(HEARTBEAT).ignoresTrailingBytes();
    }
}
