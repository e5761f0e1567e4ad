package io.rbfly.protocol.command.superstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionsTest {
    private static final Partitions PARTITIONS = new Partitions("s1");
    private static final Partitions.Reply ANSWER =
            new Partitions.Reply(ResponseCode.OK, List.of("s1-0", "s1-1", "s1-2"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000c   # size
            0019 0001  # Partitions, version 1
            00000007   # correlation id
            0002 7331  # super stream: s1
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000020       # size
            8019 0001      # Partitions, version 1
            00000007       # correlation id
            0001           # code: ok
            00000003       # streams
            0004 73312d30  # stream 0: s1-0
            0004 73312d31  # stream 1: s1-1
            0004 73312d32  # stream 2: s1-2
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(7, PARTITIONS);
        REPLY.answers(PARTITIONS, 7, ANSWER);
    }

    @Test
    void replyOfAnOldBrokerHasNoResponseBit() {
        SampleFrame reply = REPLY.with("Partitions, version 1", "0019 0001");
        assertThat(reply.decode()).isEqualTo(new Frame(7, ANSWER));
        reply.isRefusedWhenCut();
        reply.ignoresTrailingBytes();
    }

    @Test
    void unknownSuperStreamHasNoPartitions() {
        SampleFrame.fromBroker("0000000e 8019 0001 00000007 0002 00000000")
                .answers(PARTITIONS, 7, new Partitions.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, List.of()));
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
        REQUEST.refusesBadStringsAs("super stream");
        REPLY.refusesBadStringsAs("stream 2");
        REPLY.refusesBadCountsAs("streams");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badNameIsReadButNotWritten(String name) {
        REQUEST.with("super stream", Hex.string(name)).isReadButNotWritten(new Partitions(name), "superStream: ");
    }
}
