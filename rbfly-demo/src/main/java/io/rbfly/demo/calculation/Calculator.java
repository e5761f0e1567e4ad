package io.rbfly.demo.calculation;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the calculations, each with a fresh random matrix, and knows the size.
 *
 * <p>One calculation at a time, in whichever thread; {@link #stop} may be called from any.
 */
public final class Calculator {
    private final @Nullable Integer fixedSize;
    private final Patience patience;
    private final Heap heap;
    private final Stopwatch stopwatch;
    private volatile int size;
    private volatile boolean stopped;

    /** Made with the size that was asked for, or null when it is to be found by {@link #calibrate}. */
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
     * Measures this machine and picks the size whose calculation outlasts the broker's patience.
     *
     * @return what was picked and why, in words
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
     * One calculation. A size of our own choice that turns out too small is enlarged and calculated again: what the
     * demo shows needs a calculation that outlasts the broker.
     */
    public void calculate() {
        long needed = patience.longest().toNanos();
        long last = timed(size);
        for (long spent = last; !sizeIsFixed() && spent <= needed; spent += last) {
            enlarge(last);
            last = timed(size);
        }
    }

    /** Ends the calculation at hand with a {@link CancellationException}, and all later ones. */
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

    /** Does one calculation. */
    @FunctionalInterface
    interface Stopwatch {
        /** Returns how many nanoseconds a size took. */
        long nanos(int size, BooleanSupplier stopped);
    }

    /** Cubes matrices. Keeps the memory of the last for the next, so that it is not cleared and collected each time. */
    private static final class Cubes implements Stopwatch {
        private final SplittableRandom random = new SplittableRandom();
        private @Nullable MatrixCube last;

        @Override
        public long nanos(int size, BooleanSupplier stopped) {
            long start = System.nanoTime();
            MatrixCube cube = last;
            if (cube == null || cube.size() != size) {
                last = null; // before there is another, which may need its room
                cube = new MatrixCube(size);
                last = cube;
            }
            cube.calculate(random, stopped, (first, count, rows) -> {});
            return System.nanoTime() - start;
        }
    }
}
