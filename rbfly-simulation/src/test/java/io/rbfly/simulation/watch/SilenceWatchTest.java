package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.model.Findings;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final Findings findings = new Findings();
    private final SilenceWatch watch = SilenceWatch.ofBroker("connection", findings);

    private void open(int intervalSeconds) {
        watch.agreed(intervalSeconds);
        watch.opened(SECOND);
    }

    @Test
    void threeIntervalsOfSilenceAreTheMost() {
        open(10);
        watch.check(31 * SECOND, 0);
        assertThat(findings.first()).isNull();

        watch.check(31 * SECOND + 1, 0);
        assertThat(findings.first()).isNotNull();
    }

    @Test
    void whatArrivesTooLateIsFound() {
        open(10);
        watch.heard(32 * SECOND, 0);

        assertThat(findings.first()).isNotNull();
    }

    @Test
    void aBlockedLoopCannotLook() {
        open(10);
        watch.check(50 * SECOND, 20 * SECOND);
        assertThat(findings.first()).isNull();

        watch.check(51 * SECOND, 20 * SECOND);
        assertThat(findings.first()).isNotNull();
    }

    @Test
    void handshakesAndConnectionsWithoutHeartbeatsMayBeSilent() {
        watch.agreed(1);
        watch.check(60 * SECOND, 0);
        open(0);
        watch.check(Long.MAX_VALUE / 2, 0);

        assertThat(findings.first()).isNull();
    }
}
