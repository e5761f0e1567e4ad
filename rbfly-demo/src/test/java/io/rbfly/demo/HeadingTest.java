package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadingTest {
    private final DemoOptions options = new DemoOptions();

    @Test
    void saysWhatAPoolIsGoodFor() {
        assertThat(new Heading(options, 2400, 0).title())
                .isEqualTo("Calculations in a thread pool: heartbeats continue, and the broker keeps the connection");
    }

    @Test
    void saysWhatBecomesOfABlockedLoop() {
        options.noThreads = true;

        assertThat(new Heading(options, 2400, 3).title())
                .isEqualTo("Calculations on the event loop: heartbeats stop, and the broker closes the connection");
    }

    @Test
    void promisesNothingThatDidNotHappen() {
        assertThat(new Heading(options, 64, 1).title()).isEqualTo("Calculations in a thread pool");
        options.noThreads = true;
        assertThat(new Heading(options, 64, 0).title()).isEqualTo("Calculations on the event loop");
    }

    @Test
    void givesTheParametersBelow() {
        assertThat(new Heading(options, 2400, 0).subtitle())
                .contains("2400 x 2400", "heartbeat every 2 s", "silent for 4 to 6 s");
    }
}
