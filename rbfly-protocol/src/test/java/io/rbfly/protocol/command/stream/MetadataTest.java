package io.rbfly.protocol.command.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.stream.Metadata.Broker;
import io.rbfly.protocol.command.stream.Metadata.StreamInfo;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final Metadata METADATA = new Metadata(List.of("demo", "nope"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000018       # size
            000f 0001      # Metadata, version 1
            0000000c       # correlation id
            00000002       # streams
            0004 64656d6f  # stream: demo
            0004 6e6f7065  # second stream: nope
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000003d       # size
            800f 0001      # Metadata, version 1
            0000000c       # correlation id
            00000001       # brokers
            0000           # broker
            0009 6c6f63616c686f7374 # host: localhost
            00003cc0       # port: 15552
            00000002       # streams
            0004 6e6f7065  # unknown stream: nope
            0002           # code: stream does not exist
            ffff           # no leader
            00000000       # no replicas
            0004 64656d6f  # stream: demo
            0001           # code of stream: ok
            0000           # leader
            00000000       # replicas
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(12, METADATA);
        REPLY.answers(
                METADATA,
                12,
                new Metadata.Reply(
                        List.of(new Broker(0, "localhost", 15_552)),
                        List.of(
                                new StreamInfo(
                                        "nope", ResponseCode.STREAM_DOES_NOT_EXIST, StreamInfo.NO_LEADER, List.of()),
                                new StreamInfo("demo", ResponseCode.OK, 0, List.of()))));
    }

    @Test
    void replicasAreWrittenAndRead() {
        SampleFrame.fromBroker("""
                        0000003a   # size
                        800f 0001  # Metadata, version 1
                        00000001   # correlation id
                        00000003   # brokers
                        0000 0001 61 000015b0  # a:5552
                        0007 0001 62 000015b0  # b:5552
                        fffe 0001 63 0000ffff  # c:65535
                        00000001   # streams
                        0001 73    # stream: s
                        0001 0007  # ok, leader b
                        00000002 0000 fffe     # replicas a and c
                        """)
                .answers(
                        METADATA,
                        1,
                        new Metadata.Reply(
                                List.of(
                                        new Broker(0, "a", 5552),
                                        new Broker(7, "b", 5552),
                                        new Broker(0xfffe, "c", 65_535)),
                                List.of(new StreamInfo("s", ResponseCode.OK, 7, List.of(0, 0xfffe)))));
    }

    @Test
    void nothingIsAskedAndAnswered() {
        Metadata nothing = new Metadata(List.of());
        SampleFrame.fromClient("0000000c 000f 0001 00000001 00000000").matches(1, nothing);
        SampleFrame.fromBroker("00000010 800f 0001 00000001 00000000 00000000")
                .answers(nothing, 1, new Metadata.Reply(List.of(), List.of()));
    }

    @Test
    void replyAsAWholeIsAlwaysOk() {
        assertThat(REPLY.decode().command())
                .isInstanceOfSatisfying(
                        Metadata.Reply.class, reply -> assertThat(reply.code()).isEqualTo(ResponseCode.OK));
    }

    @Test
    void newCodeOfStreamIsUnknown() {
        assertThat(REPLY.with("code of stream", "0100").decode().command())
                .isInstanceOfSatisfying(
                        Metadata.Reply.class,
                        reply -> assertThat(reply.streams())
                                .extracting(StreamInfo::code)
                                .containsExactly(ResponseCode.STREAM_DOES_NOT_EXIST, ResponseCode.of(0x100)));
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
        REQUEST.refusesBadStringsAs("stream");
        REQUEST.refusesBadStringsAs("second stream");
        REPLY.refusesBadStringsAs("host");
        REPLY.refusesBadStringsAs("unknown stream");
        REPLY.refusesBadStringsAs("stream");
    }

    @Test
    void badCountsAreRefused() {
        REQUEST.refusesBadCountsAs("streams");
        REQUEST.with("streams", "00000003").isRefused();
        REPLY.refusesBadCountsAs("brokers");
        REPLY.refusesBadCountsAs("streams");
        REPLY.refusesBadCountsAs("no replicas");
        REPLY.refusesBadCountsAs("replicas");
        REPLY.with("replicas", "00000001").isRefused();
    }
}
