package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.model.Findings;
import org.junit.jupiter.api.Test;

/** Heartbeats of clients. */
class ClientSilenceWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final Findings findings = new Findings();
    private final SilenceWatch watch = SilenceWatch.ofClient("connection", findings);

    private void agree(int intervalSeconds) {
        watch.agreed(intervalSeconds);
        watch.opened(SECOND);
    }

    @Test
    void anIntervalAndATurnAreTheMost() {
        agree(10);
        watch.check(12 * SECOND, 0);
        assertThat(findings.first()).isNull();

        watch.check(12 * SECOND + 1, 0);
        assertThat(findings.first()).isNotNull();
    }

    @Test
    void whatIsSentTooLateIsFound() {
        agree(10);
        watch.heard(13 * SECOND, 0);

        assertThat(findings.first()).isNotNull();
    }

    @Test
    void aBlockedLoopCannotSend() {
        agree(10);
        watch.heard(31 * SECOND, 20 * SECOND);
        assertThat(findings.first()).isNull();

        watch.check(43 * SECOND, 20 * SECOND);
        assertThat(findings.first()).isNotNull();
    }

    @Test
    void nothingHasToFollowClose() {
        agree(1);
        watch.closing();
        watch.check(60 * SECOND, 0);

        assertThat(findings.first()).isNull();
    }

    @Test
    void duringTheHandshakeNoneAreSent() {
        watch.agreed(1);
        watch.check(9 * SECOND, 0);

        assertThat(findings.first()).isNull();
    }

    @Test
    void connectionsWithoutHeartbeatsMayBeSilent() {
        agree(0);
        watch.check(Long.MAX_VALUE / 2, 0);

        assertThat(findings.first()).isNull();
    }
}
