package io.rbfly.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTailTest {
    private final TraceTail tail = new TraceTail();

    @Test
    void keepsTheLastLinesWithTheirTimes() {
        for (int i = 0; i < 100; i++) {
            tail.event(i * 1_000_000_000L, "event " + i);
        }

        assertThat(tail.lines()).hasSize(30).startsWith("   70.000000 event 70").endsWith("   99.000000 event 99");
    }

    @Test
    void leavesOutBytes() {
        tail.event(0, "  bytes of 1: 2 0001");
        tail.event(1, "connection 1 to n0:5552, where it is 2");

        assertThat(tail.lines()).containsExactly("    0.000000 connection 1 to n0:5552, where it is 2");
    }
}
