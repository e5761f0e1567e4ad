package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeTest {
    private static final Unsubscribe COMMAND = new Unsubscribe(1);

    private static final SampleFrame REQUEST = SampleFrame.fromClient("""
            00000009   # size
            000c 0001  # Unsubscribe, version 1
            0000000d   # correlation id
            01         # subscription id
            """);

    private static final SampleFrame REPLY = SampleFrame.fromBroker("""
            0000000a   # size
            800c 0001  # Unsubscribe, version 1
            0000000d   # correlation id
            0004       # code: subscription id does not exist
            """);

    @Test
    void requestAndReplyAreWrittenAndRead() {
        REQUEST.matches(13, COMMAND);
        REPLY.answers(
                COMMAND, 13, new StatusResponse(CommandKey.UNSUBSCRIBE, ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST));
    }

    @Test
    void largestIdIsRead() {
        assertThat(REQUEST.with("subscription id", "ff").decode().command()).isEqualTo(new Unsubscribe(255));
    }

    @Test
    void cutRequestIsRefused() {
        REQUEST.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        REQUEST.ignoresTrailingBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void subscriptionIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Unsubscribe(id));
    }
}
