package io.rbfly.demo.calculation;

import java.time.Duration;
import java.util.function.IntToLongFunction;

/** Finds the size of matrix whose calculation takes a wanted time on this machine. */
final class Calibration {
    private static final int FIRST_SIZE = 120;
    private static final long WARM_UP_NANOS = Duration.ofMillis(700).toNanos();
    private static final long MEASURED_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MEASUREMENTS = 3;

    private final IntToLongFunction nanosOfSize;

    /** Made with what does one calculation of a size and tells how many nanoseconds it took. */
    Calibration(IntToLongFunction nanosOfSize) {
        this.nanosOfSize = nanosOfSize;
    }

    /** The size whose calculation takes about as long as wanted. */
    int sizeFor(Duration wanted) {
        warmUp();
        int size = FIRST_SIZE;
        long nanos = nanosOfSize.applyAsLong(size);
        while (nanos < MEASURED_NANOS && size < BlockMatrix.MAX_SIZE) {
            // At least a quarter more, as the first measurements may be wrong by much.
            size = Math.min(BlockMatrix.MAX_SIZE, Math.max(size + size / 4, scaled(size, nanos, MEASURED_NANOS)));
            nanos = nanosOfSize.applyAsLong(size);
        }
        for (int i = 1; i < MEASUREMENTS; i++) {
            // The fastest: a machine that is busy now may not be busy later, and then the size would be too small.
            nanos = Math.min(nanos, nanosOfSize.applyAsLong(size));
        }
        return scaled(size, nanos, wanted.toNanos());
    }

    /**
     * The size that takes {@code wantedNanos} when {@code size} took {@code nanos}: time grows with the third power.
     * Never more than {@link BlockMatrix#MAX_SIZE}.
     */
    static int scaled(int size, long nanos, long wantedNanos) {
        double scaled = Math.ceil(size * Math.cbrt((double) wantedNanos / Math.max(1, nanos)));
        return (int) Math.min(BlockMatrix.MAX_SIZE, scaled);
    }

    /** Until the virtual machine has compiled what is measured. */
    private void warmUp() {
        long spent = 0;
        for (int round = 0; round < 1000 && spent < WARM_UP_NANOS; round++) {
            spent += nanosOfSize.applyAsLong(FIRST_SIZE);
        }
    }
}
