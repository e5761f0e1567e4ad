package io.rbfly.protocol.command.stream;

import static org.assertj.core.api.Assertions.assertThat;

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
    void statisticsOfANewerBrokerAreWrittenAndRead() {
        Map<String, Long> statistics = new LinkedHashMap<>();
        statistics.put(StreamStats.COMMITTED_CHUNK_ID, 40L);
        statistics.put(StreamStats.COMMITTED_OFFSET, 49L);
        statistics.put(StreamStats.FIRST_CHUNK_ID, 0L);
        statistics.put(StreamStats.LAST_CHUNK_ID, 40L);
        SampleFrame.fromClient("0000000c 001c 0001 00000011 0002 7231").matches(17, new StreamStats("r1"));
        SampleFrame.fromBroker("""
                        00000073                                   # size
                        801c 0001                                  # StreamStats, version 1
                        00000011                                   # correlation id
                        0001                                       # code: ok
                        00000004                                   # count
                        0012 636f6d6d69747465645f6368756e6b5f6964  # committed_chunk_id
                        0000000000000028
                        0010 636f6d6d69747465645f6f6666736574      # committed_offset
                        0000000000000031
                        000e 66697273745f6368756e6b5f6964          # first_chunk_id
                        0000000000000000
                        000d 6c6173745f6368756e6b5f6964            # last_chunk_id
                        0000000000000028
                        """)
                .answers(new StreamStats("r1"), 17, new StreamStats.Reply(ResponseCode.OK, statistics));
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
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream)).isReadButNotWritten(new StreamStats(stream), "stream: ");
    }

    @Test
    void newCodeIsUnknown() {
        assertThat(REPLY.with("code", "03e7").decode().command())
                .isInstanceOfSatisfying(
                        StreamStats.Reply.class,
                        reply -> assertThat(reply.code()).isEqualTo(ResponseCode.of(0x3e7)));
    }
}
