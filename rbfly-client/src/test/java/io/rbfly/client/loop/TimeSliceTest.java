package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeSliceTest {
    private final Clock clock = new Clock();
    private final TimeSlice slice = new TimeSlice(clock);

    /** How many steps of a length make up a slice. */
    private int steps(Duration length) {
        slice.begin();
        int steps = 0;
        do {
            clock.nanos += length.toNanos();
            steps++;
        } while (!slice.isOverAfterStep());
        return steps;
    }

    @Test
    void endsAfterTwoMillisecondsOrOneStepThatIsLonger() {
        assertThat(steps(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(steps(Duration.ofMillis(2))).isEqualTo(1);
        assertThat(steps(Duration.ofMillis(1))).isEqualTo(2);
        assertThat(steps(Duration.ofNanos(100_000))).isBetween(20, 40);
        assertThat(steps(Duration.ofNanos(1_000))).isBetween(2_000, 2_064);
    }

    @Test
    void endsAfterTenThousandStepsWhenTheClockStandsStill() {
        assertThat(steps(Duration.ZERO)).isEqualTo(10_000);
    }

    @Test
    void rarelyReadsTheClock() {
        slice.begin();
        int before = clock.reads;
        for (int i = 0; i < 9_999; i++) {
            assertThat(slice.isOverAfterStep()).isFalse();
        }

        assertThat(clock.reads - before).isLessThan(170);
    }

    @Test
    void startsAgain() {
        steps(Duration.ofSeconds(1));
        assertThat(slice.isOver()).isTrue();

        slice.begin();

        assertThat(slice.isOver()).isFalse();
        assertThat(slice.isOverAfterStep()).isFalse();
    }

    private static final class Clock implements Timer {
        long nanos;
        int reads;

        @Override
        public long nanoTime() {
            reads++;
            return nanos;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new IllegalStateException("not expected");
        }
    }
}
