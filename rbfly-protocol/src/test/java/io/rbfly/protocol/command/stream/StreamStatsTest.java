package io.rbfly.protocol.command.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamStatsTest {
    private static final StreamStats STATS = new StreamStats("demo");

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000e       # size
            001c 0001      # StreamStats, version 1
            00000006       # correlation id
            0004 64656d6f  # stream: demo
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000042                                   # size
            801c 0001                                  # StreamStats, version 1
            00000006                                   # correlation id
            0001                                       # code: ok
            00000002                                   # count
            000e 66697273745f6368756e6b5f6964          # first_chunk_id
            0000000000000007                           # first
            0012 636f6d6d69747465645f6368756e6b5f6964  # committed_chunk_id
            ffffffffffffffff                           # committed
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        Map<String, Long> statistics = new LinkedHashMap<>();
        statistics.put(StreamStats.FIRST_CHUNK_ID, 7L);
        statistics.put(StreamStats.COMMITTED_CHUNK_ID, -1L);
        REQUEST.matches(6, STATS);
        REPLY.answers(STATS, 6, new StreamStats.Reply(ResponseCode.OK, statistics));
    }

    @Test
    void errorHasNoStatistics() {
        SampleFrame.fromBroker("0000000e 801c 0001 00000006 0002 00000000")
                .answers(STATS, 6, new StreamStats.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, Map.of()));
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
        REQUEST.refusesBadStringsAs("stream");
        REPLY.refusesBadStringsAs("first_chunk_id");
        REPLY.refusesBadCountsAs("count");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsRefused(String stream) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamStats(stream));
        REQUEST.with("stream", Hex.string(stream)).isRefusedWith("stream: ");
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "03e7").decode().command())
                .isInstanceOfSatisfying(
                        StreamStats.Reply.class,
                        reply -> assertThat(reply.code()).isEqualTo(ResponseCode.of(0x3e7)));
    }
}
