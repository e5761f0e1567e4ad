package io.rbfly.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what the status responses of all commands have in common; the tests of the commands have their frames. */
class StatusResponseTest {
    private static SampleFrame answer(CommandKey key, String code) {
        return SampleFrame.fromBroker(String.format("0000000a 80%02x 0001 0000000d %s", key.number(), code));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DECLARE_PUBLISHER",
                "DELETE_PUBLISHER",
                "SUBSCRIBE",
                "UNSUBSCRIBE",
                "CREATE",
                "DELETE",
                "CREATE_SUPER_STREAM",
                "DELETE_SUPER_STREAM",
                "CLOSE"
            })
    void answerIsReadForItsCommand(CommandKey key) {
        assertThat(answer(key, "0011").decode())
                .isEqualTo(new Frame(13, new StatusResponse(key, ResponseCode.PRECONDITION_FAILED)));
        assertThat(answer(key, "0016").decode())
                .isEqualTo(new Frame(13, new StatusResponse(key, ResponseCode.of(0x16))));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DECLARE_PUBLISHER",
                "DELETE_PUBLISHER",
                "SUBSCRIBE",
                "UNSUBSCRIBE",
                "CREATE",
                "DELETE",
                "CREATE_SUPER_STREAM",
                "DELETE_SUPER_STREAM",
                "CLOSE"
            })
    void cutAnswerIsRefusedAndLongerOneIsRead(CommandKey key) {
        answer(key, "0001").isRefusedWhenCut();
        answer(key, "0001").ignoresTrailingBytes();
    }
}
