package io.rbfly.protocol.command.superstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteTest {
    private static final Route ROUTE = new Route("1", "s1");
    private static final Route.Reply ANSWER = new Route.Reply(ResponseCode.OK, List.of("s1-1"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000000f   # size
            0018 0001  # Route, version 1
            00000008   # correlation id
            0001 31    # key: 1
            0002 7331  # super stream: s1
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000014       # size
            8018 0001      # Route, version 1
            00000008       # correlation id
            0001           # code: ok
            00000001       # streams
            0004 73312d31  # stream: s1-1
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(8, ROUTE);
        REPLY.answers(ROUTE, 8, ANSWER);
    }

    @Test
    void keyThatNoPartitionHas() {
        Route route = new Route("zzz", "s1");
        SampleFrame.fromClient("00000011 0018 0001 00000009 0003 7a7a7a 0002 7331")
                .matches(9, route);
        SampleFrame.fromBroker("0000000e 8018 0001 00000009 0001 00000000")
                .answers(route, 9, new Route.Reply(ResponseCode.OK, List.of()));
    }

    @Test
    void unknownSuperStream() {
        Route route = new Route("1", "nope");
        SampleFrame.fromClient("00000011 0018 0001 0000000a 0001 31 0004 6e6f7065")
                .matches(10, route);
        SampleFrame.fromBroker("0000000e 8018 0001 0000000a 0002 00000000")
                .answers(route, 10, new Route.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, List.of()));
    }

    @Test
    void replyOfAnOldBrokerHasNoResponseBit() {
        SampleFrame reply = REPLY.with("Route, version 1", "0018 0001");
        assertThat(reply.decode()).isEqualTo(new Frame(8, ANSWER));
        reply.isRefusedWhenCut();
        reply.ignoresTrailingBytes();
        assertThat(SampleFrame.fromBroker("0000000e 0018 0001 00000005 0002 00000000")
                        .decode())
                .isEqualTo(new Frame(5, new Route.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, List.of())));
    }

    @Test
    void keyMayBeEmptyOrLong() {
        SampleFrame.fromClient("0000000e 0018 0001 00000008 0000 0002 7331").matches(8, new Route("", "s1"));
        assertThat(REQUEST.with("key", Hex.string(Names.TOO_LONG)).decode().command())
                .isEqualTo(new Route(Names.TOO_LONG, "s1"));
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
        REQUEST.refusesBadStringsAs("key");
        REQUEST.refusesBadStringsAs("super stream");
        REPLY.refusesBadStringsAs("stream");
        REPLY.refusesBadCountsAs("streams");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badNameIsReadButNotWritten(String name) {
        REQUEST.with("super stream", Hex.string(name)).isReadButNotWritten(new Route("1", name), "superStream: ");
    }
}
