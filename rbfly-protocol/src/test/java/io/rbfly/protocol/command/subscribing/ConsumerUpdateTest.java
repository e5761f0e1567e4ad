package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerUpdateTest {
    private static final ConsumerUpdate UPDATE = new ConsumerUpdate(1, true);

    private static final SampleFrame REQUEST = SampleFrame.fromBroker("""
            0000000a   # size
            001a 0001  # ConsumerUpdate, version 1
            00000000   # correlation id
            01         # subscription id
            01         # active
            """);

    private static final SampleFrame REPLY = SampleFrame.fromClient("""
            0000000c   # size
            801a 0001  # ConsumerUpdate, version 1
            00000000   # correlation id
            0001       # code: ok
            0000       # offset type: none
            """);

    private static final SampleFrame REPLY_AT = SampleFrame.fromClient("""
            00000014          # size
            801a 0001         # ConsumerUpdate, version 1
            00000000          # correlation id
            0001              # code: ok
            0004              # offset type: offset
            000000000000000f  # offset
            """);

    private static ConsumerUpdate.Reply ok(OffsetSpec offset) {
        return new ConsumerUpdate.Reply(ResponseCode.OK, offset);
    }

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(0, UPDATE);
        REPLY.answers(UPDATE, 0, ok(new OffsetSpec.None()));
    }

    @Test
    void deactivationIsWrittenAndRead() {
        SampleFrame.fromBroker("0000000a 001a 0001 00000001 01 00").matches(1, new ConsumerUpdate(1, false));
    }

    @Test
    void replyWithAStartIsWrittenAndRead() {
        REPLY_AT.answers(UPDATE, 0, ok(new OffsetSpec.At(15)));
        SampleFrame.fromClient("00000014 801a 0001 00000000 0001 0004 0000000000000002")
                .answers(UPDATE, 0, ok(new OffsetSpec.At(2)));
        SampleFrame.fromClient("0000000c 801a 0001 00000000 0001 0003").answers(UPDATE, 0, ok(new OffsetSpec.Next()));
    }

    @Test
    void anyCodeIsRead() {
        assertThat(REPLY.with("code", "0006").decode().command())
                .isEqualTo(new ConsumerUpdate.Reply(ResponseCode.STREAM_NOT_AVAILABLE, new OffsetSpec.None()));
    }

    @Test
    void onlyOneIsActive() {
        assertThat(REQUEST.with("active", "02").decode().command()).isEqualTo(new ConsumerUpdate(1, false));
    }

    @Test
    void largestSubscriptionIdIsRead() {
        assertThat(REQUEST.with("subscription id", "ff").decode().command()).isEqualTo(new ConsumerUpdate(255, true));
    }

    @Test
    void cutFramesAreRefused() {
        REQUEST.isRefusedWhenCut();
        REPLY.isRefusedWhenCut();
        REPLY_AT.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
        REPLY.ignoresTrailingBytes();
        REPLY_AT.ignoresTrailingBytes();
    }

    @Test
    void unknownOffsetTypeIsRefused() {
        REPLY.with("offset type", "0006").isRefusedWith("offset type 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void subscriptionIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsumerUpdate(id, true));
    }
}
