package io.rbfly.protocol.command.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.Names;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreateTest {
    private static final Create CREATE = new Create("demo", Map.of("max-age", "1h"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            0000001f             # size
            000d 0001            # Create, version 1
            00000007             # correlation id
            0004 64656d6f        # stream: demo
            00000001             # arguments
            0007 6d61782d616765  # argument: max-age
            0002 3168            # value: 1h
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            800d 0001  # Create, version 1
            00000007   # correlation id
            0001       # code: ok
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(7, CREATE);
        REPLY.answers(CREATE, 7, new StatusResponse(CommandKey.CREATE, ResponseCode.OK));
    }

    @Test
    void requestWithoutArgumentsHasTheirCountAllTheSame() {
        SampleFrame.fromClient("""
                        00000019   # size
                        000d 0001  # Create, version 1
                        00000002   # correlation id
                        000b 746573742d73747265616d  # stream: test-stream
                        00000000   # arguments
                        """).matches(2, new Create("test-stream", Map.of()));
    }

    @Test
    void cutRequestIsRefused() {
        REQUEST.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @Test
    void badStringsAndCountsAreRefused() {
        REQUEST.refusesBadStringsAs("stream");
        REQUEST.refusesBadStringsAs("argument");
        REQUEST.refusesBadStringsAs("value");
        REQUEST.refusesBadCountsAs("arguments");
        REQUEST.with("arguments", "00000002").isRefused();
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream))
                .isReadButNotWritten(new Create(stream, CREATE.arguments()), "stream: ");
    }

    @Test
    void longestStreamIsAccepted() {
        assertThat(REQUEST.with("stream", Hex.string(Names.MAX)).decode().command())
                .isEqualTo(new Create(Names.MAX, CREATE.arguments()));
    }

    @Test
    void argumentsKeepTheirOrder() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("queue-leader-locator", "balanced");
        arguments.put("max-length-bytes", "1000000");
        arguments.put("max-age", "7D");
        arguments.put("stream-max-segment-size-bytes", "500000");
        arguments.put("initial-cluster-size", "3");
        arguments.put("stream-filter-size-bytes", "16");
        assertThat(new Create("demo", arguments).arguments()).containsExactlyEntriesOf(arguments);
    }

    @Test
    void argumentsAreCopied() {
        Map<String, String> arguments = new HashMap<>(Map.of("max-age", "1h"));
        Create create = new Create("demo", arguments);
        arguments.clear();
        assertThat(create).isEqualTo(CREATE);
    }
}
