package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditTest {
    private static final SampleFrame CREDIT = SampleFrame.fromClient("""
            00000007   # size
            0009 0001  # Credit, version 1
            01         # subscription id
            0001       # credit
            """);

    private static final SampleFrame REFUSAL = SampleFrame.fromBroker("""
            00000007   # size
            8009 0001  # Credit, version 1
            0004       # code: subscription id does not exist
            4d         # subscription id
            """);

    @Test
    void creditIsWrittenAndRead() {
        CREDIT.matches(new Credit(1, 1));
        SampleFrame.fromClient("00000007 0009 0001 4d 0001").matches(new Credit(0x4d, 1));
    }

    @Test
    void largestIdAndCreditAreWrittenAndRead() {
        SampleFrame.fromClient("00000007 0009 0001 ff 7fff").matches(new Credit(255, Credit.MAX));
    }

    @Test
    void refusalHasItsCodeFirstAndNoCorrelationId() {
        REFUSAL.matches(new Credit.Refusal(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST, 0x4d));
    }

    @Test
    void refusalOfCreditForAPassiveConsumerIsWrittenAndRead() {
        SampleFrame.fromBroker("00000007 8009 0001 0011 07")
                .matches(new Credit.Refusal(ResponseCode.PRECONDITION_FAILED, 7));
    }

    @Test
    void refusalForTheLargestIdIsRead() {
        assertThat(REFUSAL.with("subscription id", "ff").decode().command())
                .isEqualTo(new Credit.Refusal(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST, 255));
    }

    @Test
    void newCodeInRefusalIsUnknown() {
        assertThat(REFUSAL.with("code", "ffff").decode().command())
                .isEqualTo(new Credit.Refusal(ResponseCode.of(0xffff), 0x4d));
    }

    @Test
    void cutFramesAreRefused() {
        CREDIT.isRefusedWhenCut();
        REFUSAL.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        CREDIT.ignoresTrailingBytes();
        REFUSAL.ignoresTrailingBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {-32_769, 32_768, 65_535, 65_537})
    void creditThatIsNoInt16IsRefused(int credit) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Credit(1, credit));
    }

    @ParameterizedTest
    @CsvSource({"0000, 0", "8000, -32768", "ffff, -1"})
    void creditThatIsNegativeOrNothingIsReadButNotWritten(String hex, int credit) {
        CREDIT.with("credit", hex)
                .isReadButNotWritten(new Credit(1, credit), "credit: " + credit + " (expected: 1..32767)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void subscriptionIdOfMoreThanAByteIsRefused(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Credit(id, 1));
    }
}
