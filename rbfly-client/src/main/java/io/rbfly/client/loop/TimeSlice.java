package io.rbfly.client.loop;

import java.time.Duration;

/**
 * How long one piece of work may keep its thread before others get it: 2 ms by the client's clock, or 10,000 steps,
 * whichever comes first. Not safe for threads.
 *
 * <p>Reading the clock costs as much as handling a small message, so it is read after 1, 2, 4 and so on steps, and
 * every 64 steps later. Steps of equal length overrun a slice by at most its length, or by one step when that is
 * longer.
 */
public final class TimeSlice {
    /** The longest time. */
    public static final Duration LENGTH = Duration.ofMillis(2);

    /** The most steps, for clocks that stand still. */
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

    /** Begins anew. */
    public void begin() {
        endNanos = timer.nanoTime() + LENGTH_NANOS;
        steps = 0;
        nextLook = 1;
        over = false;
    }

    /** Counts a step, and tells whether it was the last one. */
    public boolean isOverAfterStep() {
        if (++steps >= nextLook) {
            look();
        }
        return over;
    }

    /** Whether the last step was the last one. */
    public boolean isOver() {
        return over;
    }

    private void look() {
        over = over || steps >= MAX_STEPS || timer.nanoTime() - endNanos >= 0;
        nextLook = Math.min(steps + Math.min(steps, MAX_STEPS_BETWEEN_CHECKS), MAX_STEPS);
    }
}
