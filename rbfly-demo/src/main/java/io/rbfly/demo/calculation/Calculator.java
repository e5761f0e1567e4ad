package io.rbfly.demo.calculation;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs the calculations, each with a new random matrix, and determines the size.
 *
 * <p>One calculation at a time, in any thread; {@link #stop} may be called from any thread.
 */
public final class Calculator {
    private final @Nullable Integer fixedSize;
    private final Patience patience;
    private final Heap heap;
    private final Stopwatch stopwatch;
    private volatile int size;
    private volatile boolean stopped;

    /** Creates a calculator with a fixed size, or null if {@link #calibrate} is to determine it. */
    public Calculator(@Nullable Integer fixedSize, Patience patience, Heap heap) {
        this(fixedSize, patience, heap, new Cubes());
    }

    public Calculator(@Nullable Integer fixedSize, Patience patience, Heap heap, Stopwatch stopwatch) {
        this.fixedSize = fixedSize;
        this.patience = patience;
        this.heap = heap;
        this.stopwatch = stopwatch;
        if (fixedSize != null) {
            heap.require(fixedSize);
            size = fixedSize;
        }
    }

    public boolean sizeIsFixed() {
        return fixedSize != null;
    }

    /** Rows and columns of the next matrix; 0 before it is known. */
    public int size() {
        return size;
    }

    /**
     * Measures this machine and chooses a size whose calculation takes longer than the broker waits for a silent
     * client.
     *
     * @return the choice and its reason in words
     */
    public String calibrate() {
        Duration wanted = patience.outlasting();
        int found = new Calibration(this::timed).sizeFor(wanted);
        heap.require(found);
        size = found;
        return String.format(
                Locale.ROOT,
                "picked matrices of %d x %d: one calculation takes about %.1f s, while the broker closes a connection"
                        + " that is silent for %d to %d s",
                found,
                found,
                wanted.toMillis() / 1e3,
                patience.shortest().getSeconds(),
                patience.longest().getSeconds());
    }

    /**
     * Performs one calculation. If the chosen size turns out to be too small, it is increased and the calculation is
     * repeated, since the demo needs a calculation that takes longer than the broker waits.
     */
    public void calculate() {
        long needed = patience.longest().toNanos();
        long last = timed(size);
        for (long spent = last; !sizeIsFixed() && spent <= needed; spent += last) {
            enlarge(last);
            last = timed(size);
        }
    }

    /** Ends the current calculation with a {@link CancellationException}, and all later ones. */
    public void stop() {
        stopped = true;
    }

    private void enlarge(long nanos) {
        int larger = Calibration.scaled(size, nanos, patience.outlasting().toNanos());
        heap.require(larger);
        size = larger;
    }

    private long timed(int size) {
        return stopwatch.nanos(size, () -> stopped);
    }

    /** Performs one calculation. */
    @FunctionalInterface
    interface Stopwatch {
        /** Returns the duration of the calculation for a size in nanoseconds. */
        long nanos(int size, BooleanSupplier stopped);
    }

    /**
     * Cubes matrices. Reuses the memory of the last one for the next, so that it is not cleared and collected each
     * time.
     */
    private static final class Cubes implements Stopwatch {
        private final SplittableRandom random = new SplittableRandom();
        private @Nullable MatrixCube last;

        @Override
        public long nanos(int size, BooleanSupplier stopped) {
            long start = System.nanoTime();
            MatrixCube cube = last;
            if (cube == null || cube.size() != size) {
                last = null; // before another one is allocated, which may need its memory
                cube = new MatrixCube(size);
                last = cube;
            }
            cube.calculate(random, stopped, (first, count, rows) -> {});
            return System.nanoTime() - start;
        }
    }
}
