package io.rbfly.protocol.command.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.frame.Frame;
import org.junit.jupiter.api.Test;

class TuneTest {
    private static final Tune TUNE = new Tune(1_048_576, 60);

    private static final String PROPOSAL = """
            0000000c   # size
            0014 0001  # Tune, version 1
            00100000   # frame max
            0000003c   # heartbeat
            """;

    private static final SampleFrame ANSWER = SampleFrame.fromClient("""
            0000000c   # size
            8014 0001  # Tune, version 1
            00100000   # frame max
            0000003c   # heartbeat
            """);

    @Test
    void proposalOfBrokerIsWrittenAndRead() {
        SampleFrame.fromBroker(PROPOSAL).matches(TUNE);
    }

    @Test
    void answerOfClientIsReadWithResponseBitAndWithout() {
        SampleFrame.fromClient(PROPOSAL).matches(TUNE);
        assertThat(ANSWER.decode()).isEqualTo(new Frame(Frame.NO_CORRELATION, TUNE));
    }

    @Test
    void noLimitsAndLargestLimitsAreWrittenAndRead() {
        SampleFrame.fromBroker("0000000c 0014 0001 00000000 00000000").matches(new Tune(0, 0));
        SampleFrame.fromBroker("0000000c 0014 0001 7fffffff 7fffffff")
                .matches(new Tune(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    @Test
    void cutFramesAreRefused() {
        SampleFrame.fromBroker(PROPOSAL).isRefusedWhenCut();
        ANSWER.isRefusedWhenCut();
    }

    @Test
    void trailingBytesAreIgnored() {
        SampleFrame.fromBroker(PROPOSAL).ignoresTrailingBytes();
        ANSWER.ignoresTrailingBytes();
    }

    @Test
    void negativeLimitsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tune(-1, 60));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tune(0, -1));
    }

    @Test
    void limitsOfMoreThan31BitsAreReadAsTheLargestOf31() {
        assertThat(SampleFrame.fromBroker(PROPOSAL)
                        .with("frame max", "80000000")
                        .decode()
                        .command())
                .isEqualTo(new Tune(Integer.MAX_VALUE, 60));
        assertThat(ANSWER.with("heartbeat", "ffffffff").decode().command())
                .isEqualTo(new Tune(1_048_576, Integer.MAX_VALUE));
    }
}
