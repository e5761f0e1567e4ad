package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreOffsetTest {
    private static final SampleFrame STORE = SampleFrame.fromClient("""
            00000019          # size
            000a 0001         # StoreOffset, version 1
            0005 6170702d31   # reference: app-1
            0004 64656d6f     # stream: demo
            0000000000000004  # offset
            """);

    @Test
    void commandIsWrittenAndRead() {
        STORE.matches(new StoreOffset("app-1", "demo", 4));
    }

    @Test
    void largestOffsetIsUnsigned() {
        assertThat(STORE.with("offset", "ffffffffffffffff").decode().command())
                .isEqualTo(new StoreOffset("app-1", "demo", -1));
    }

    @Test
    void cutFrameIsRefused() {
        STORE.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        STORE.ignoresTrailingBytes();
    }

    @Test
    void badStringsAreRefused() {
        STORE.refusesBadStringsAs("reference");
        STORE.refusesBadStringsAs("stream");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badReferences")
    void badReferenceIsReadButNotWritten(String reference) {
        STORE.with("reference", Hex.string(reference))
                .isReadButNotWritten(new StoreOffset(reference, "demo", 4), "reference: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        STORE.with("stream", Hex.string(stream)).isReadButNotWritten(new StoreOffset("app-1", stream, 4), "stream: ");
    }

    @Test
    void longestReferenceIsAccepted() {
        assertThat(STORE.with("reference", Hex.string(Names.MAX)).decode().command())
                .isEqualTo(new StoreOffset(Names.MAX, "demo", 4));
    }
}
