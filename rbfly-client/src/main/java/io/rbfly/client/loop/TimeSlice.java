package io.rbfly.client.loop;

import java.time.Duration;

/**
 * The time for which one task may use its thread before others: 2 ms by the client's clock, or 10,000 steps, whichever
 * comes first. Not thread-safe.
 *
 * <p>Reading the clock costs as much as processing a small message, so it is read after 1, 2, 4 and so on steps, and
 * every 64 steps later. Steps of equal duration exceed a slice by at most its length, or by one step if that is longer.
 */
public final class TimeSlice {
    /** The maximum time. */
    public static final Duration LENGTH = Duration.ofMillis(2);

    /** The maximum number of steps, for clocks that do not advance. */
    public static final int MAX_STEPS = 10_000;

    private static final long LENGTH_NANOS = LENGTH.toNanos();
    private static final int MAX_STEPS_BETWEEN_CHECKS = 64;

    private final Timer timer;
    private long endNanos;
    private int steps;
    private int nextLook = 1;
    private boolean over;

    public TimeSlice(Timer timer) {
        this.timer = timer;
        begin();
    }

    /** Starts a new slice. */
    public void begin() {
        endNanos = timer.nanoTime() + LENGTH_NANOS;
        steps = 0;
        nextLook = 1;
        over = false;
    }

    /** Counts a step and returns whether the slice has ended. */
    public boolean isOverAfterStep() {
        if (++steps >= nextLook) {
            look();
        }
        return over;
    }

    /** Whether the slice has ended. */
    public boolean isOver() {
        return over;
    }

    private void look() {
        over = over || steps >= MAX_STEPS || timer.nanoTime() - endNanos >= 0;
        nextLook = Math.min(steps + Math.min(steps, MAX_STEPS_BETWEEN_CHECKS), MAX_STEPS);
    }
}
