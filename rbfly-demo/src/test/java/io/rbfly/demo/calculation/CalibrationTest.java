package io.rbfly.demo.calculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /** A machine on which a calculation of size n takes n cubed nanoseconds. */
    private static long cubed(int size) {
        return (long) size * size * size;
    }

    @Test
    void picksTheSizeThatTakesTheWantedTime() {
        int size = new Calibration(CalibrationTest::cubed).sizeFor(Duration.ofSeconds(8));

        assertThat(size).isEqualTo(2000);
    }

    @Test
    void believesTheFastestMeasurement() {
        AtomicInteger calls = new AtomicInteger();
        // Every other calculation is disturbed and takes three times as long.
        Calibration calibration = new Calibration(size -> cubed(size) * (calls.getAndIncrement() % 2 == 0 ? 3 : 1));

        assertThat(calibration.sizeFor(Duration.ofSeconds(8))).isCloseTo(2000, within(1));
    }

    @Test
    void warmsUpBeforeItMeasures() {
        AtomicInteger calls = new AtomicInteger();
        // Code that was not compiled yet is twenty times slower.
        Calibration calibration = new Calibration(size -> cubed(size) * (calls.getAndIncrement() < 20 ? 20 : 1));

        assertThat(calibration.sizeFor(Duration.ofSeconds(8))).isCloseTo(2000, within(1));
    }

    @Test
    void endsWithTheLargestSizeOnAMachineThatTakesNoTime() {
        assertThat(new Calibration(size -> 0).sizeFor(Duration.ofSeconds(8))).isEqualTo(BlockMatrix.MAX_SIZE);
    }

    @Test
    void picksASmallerSizeThanMeasuredOnASlowMachine() {
        int size = new Calibration(n -> 100_000 * cubed(n)).sizeFor(Duration.ofSeconds(8));

        assertThat(size).isEqualTo(44);
    }

    @Test
    void scalesWithTheThirdPowerAndUpwards() {
        assertThat(Calibration.scaled(100, 1_000, 8_000)).isEqualTo(200);
        assertThat(Calibration.scaled(100, 1_000, 8_001)).isEqualTo(201);
        assertThat(Calibration.scaled(100, 1_000, 1_000)).isEqualTo(100);
    }
}
