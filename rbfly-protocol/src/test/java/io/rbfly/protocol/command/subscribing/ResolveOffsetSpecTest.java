package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResolveOffsetSpecTest {
    private static final ResolveOffsetSpec RESOLVE = new ResolveOffsetSpec("r1", new OffsetSpec.At(15), Map.of());
    private static final ResolveOffsetSpec FILTERED =
            new ResolveOffsetSpec("r2", new OffsetSpec.First(), Map.of("filter.0", "us"));

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000016          # size
            001f 0001         # ResolveOffsetSpec, version 1
            00000016          # correlation id
            0002 7231         # stream: r1
            0004              # offset type: offset
            000000000000000f  # offset
            """);

    private static final SampleFrame FILTERED_REQUEST = SampleFrame.fromClient("""
            00000020               # size
            001f 0001              # ResolveOffsetSpec, version 1
            00000009               # correlation id
            0002 7232              # stream: r2
            0001                   # offset type: first
            00000001               # properties
            0008 66696c7465722e30  # property: filter.0
            0002 7573              # value: us
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            00000014          # size
            801f 0001         # ResolveOffsetSpec, version 1
            00000016          # correlation id
            0001              # code: ok
            0004              # offset type
            000000000000000a  # offset
            """);

    private static ResolveOffsetSpec.Reply ok(OffsetSpec offset) {
        return new ResolveOffsetSpec.Reply(ResponseCode.OK, offset);
    }

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(22, RESOLVE);
        REPLY.answers(RESOLVE, 22, ok(new OffsetSpec.At(10)));
    }

    @Test
    void timestampIsWrittenAndRead() {
        ResolveOffsetSpec resolve = new ResolveOffsetSpec("r1", new OffsetSpec.Timestamp(0x1a21dfff2c0L), Map.of());
        SampleFrame.fromClient("00000016 001f 0001 0000001b 0002 7231 0005 000001a21dfff2c0")
                .matches(27, resolve);
        SampleFrame.fromBroker("00000014 801f 0001 0000001b 0001 0004 0000000000000014")
                .answers(resolve, 27, ok(new OffsetSpec.At(20)));
    }

    @Test
    void filterIsWrittenAndRead() {
        FILTERED_REQUEST.matches(9, FILTERED);
        SampleFrame.fromBroker("00000014 801f 0001 00000009 0001 0004 0000000000000000")
                .answers(FILTERED, 9, ok(new OffsetSpec.At(0)));
    }

    @Test
    void errorHasAnOffsetAllTheSame() {
        SampleFrame.fromBroker("00000014 801f 0001 00000016 0002 0004 0000000000000000")
                .answers(
                        RESOLVE,
                        22,
                        new ResolveOffsetSpec.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, new OffsetSpec.At(0)));
    }

    @ParameterizedTest
    @CsvSource({"0000", "0001", "0002", "0003", "0005"})
    void replyHas64BitsBehindEachType(String type) {
        String hex = "00000014 801f 0001 00000016 0001" + type + "0000000000000000";
        OffsetSpec offset = OffsetSpec.read(Hex.buffer(type + "0000000000000000"));
        SampleFrame.fromBroker(hex).answers(RESOLVE, 22, ok(offset));
        SampleFrame.fromBroker(hex).isRefusedWhenCut();
    }

    @Test
    void cutFramesAreRefused() {
        int lengthWithoutProperties = 14;
        REQUEST.isRefusedWhenCut();
        FILTERED_REQUEST.isRefusedWhenCut(lengthWithoutProperties);
        REPLY.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        FILTERED_REQUEST.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
    }

    @Test
    void badStringsAndCountsAreRefused() {
        FILTERED_REQUEST.refusesBadStringsAs("stream");
        FILTERED_REQUEST.refusesBadStringsAs("property");
        FILTERED_REQUEST.refusesBadStringsAs("value");
        FILTERED_REQUEST.refusesBadCountsAs("properties");
    }

    @Test
    void requestWithoutStartIsReadButNotWritten() {
        SampleFrame.fromClient("0000000e 001f 0001 00000016 0002 7231 0000")
                .isReadButNotWritten(new ResolveOffsetSpec("r1", new OffsetSpec.None(), Map.of()), "offset: none");
    }

    @Test
    void unknownOffsetTypeIsRefused() {
        REQUEST.with("offset type", "0009").isRefusedWith("offset type 9");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsReadButNotWritten(String stream) {
        REQUEST.with("stream", Hex.string(stream))
                .isReadButNotWritten(new ResolveOffsetSpec(stream, new OffsetSpec.At(15), Map.of()), "stream: ");
    }

    @Test
    void propertiesAreCopied() {
        Map<String, String> properties = new HashMap<>(FILTERED.properties());
        ResolveOffsetSpec resolve = new ResolveOffsetSpec("r2", new OffsetSpec.First(), properties);
        properties.clear();
        assertThat(resolve).isEqualTo(FILTERED);
    }
}
