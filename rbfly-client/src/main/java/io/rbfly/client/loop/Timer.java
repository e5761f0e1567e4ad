package io.rbfly.client.loop;

import java.time.Duration;

/** The only source of time of a client. Tests move it by hand. */
public interface Timer {
    /** The longest delay that is kept: 146 years. */
    Duration MAX = Duration.ofNanos(Long.MAX_VALUE / 2);

    /** Nanoseconds from an arbitrary point on; never goes back. */
    long nanoTime();

    /** Runs a task on the event loop once, after a delay of any length. */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that is still to run. */
    interface Scheduled {
        /** Does not run the task if it has not begun. */
        void cancel();
    }

    /**
     * A delay in nanoseconds, none when it is negative, half the largest number for those that are longer, so that a
     * point in time may be added to it.
     */
    static long nanos(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.compareTo(MAX) >= 0 ? MAX.toNanos() : delay.toNanos();
    }
}
