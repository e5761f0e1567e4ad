package io.rbfly.demo.calculation;

import java.time.Duration;
import java.util.function.IntToLongFunction;

/** Determines the size of the matrix whose calculation takes a given time on this machine. */
final class Calibration {
    private static final int FIRST_SIZE = 120;
    private static final long WARM_UP_NANOS = Duration.ofMillis(700).toNanos();
    private static final long MEASURED_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MEASUREMENTS = 3;

    private final IntToLongFunction nanosOfSize;

    /** Creates it with a function that performs one calculation of a size and returns its duration in nanoseconds. */
    Calibration(IntToLongFunction nanosOfSize) {
        this.nanosOfSize = nanosOfSize;
    }

    /** Returns the size whose calculation takes about the given time. */
    int sizeFor(Duration wanted) {
        warmUp();
        int size = FIRST_SIZE;
        long nanos = nanosOfSize.applyAsLong(size);
        while (nanos < MEASURED_NANOS && size < BlockMatrix.MAX_SIZE) {
            // At least a quarter more, since the first measurements may be very inaccurate.
            size = Math.min(BlockMatrix.MAX_SIZE, Math.max(size + size / 4, scaled(size, nanos, MEASURED_NANOS)));
            nanos = nanosOfSize.applyAsLong(size);
        }
        for (int i = 1; i < MEASUREMENTS; i++) {
            // The fastest measurement: a machine that is busy now may not be busy later, and then the size would be
            // too small.
            nanos = Math.min(nanos, nanosOfSize.applyAsLong(size));
        }
        return scaled(size, nanos, wanted.toNanos());
    }

    /**
     * Returns the size that takes {@code wantedNanos} if {@code size} took {@code nanos}: time grows with the third
     * power. Never more than {@link BlockMatrix#MAX_SIZE}.
     */
    static int scaled(int size, long nanos, long wantedNanos) {
        double scaled = Math.ceil(size * Math.cbrt((double) wantedNanos / Math.max(1, nanos)));
        return (int) Math.min(BlockMatrix.MAX_SIZE, scaled);
    }

    /** Calculates until the JVM has compiled the measured code. */
    private void warmUp() {
        long spent = 0;
        for (int round = 0; round < 1000 && spent < WARM_UP_NANOS; round++) {
            spent += nanosOfSize.applyAsLong(FIRST_SIZE);
        }
    }
}
