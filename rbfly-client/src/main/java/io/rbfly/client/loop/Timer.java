package io.rbfly.client.loop;

import java.time.Duration;

/** The only source of time of a client. Tests advance it manually. */
public interface Timer {
    /** The maximum delay: 146 years. */
    Duration MAX = Duration.ofNanos(Long.MAX_VALUE / 2);

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();

    /** The wall clock, in milliseconds since 1970. */
    default long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /** Runs a task on the event loop once, after a delay of any length. */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that has not run yet. */
    interface Scheduled {
        /** Cancels the task if it has not started. */
        void cancel();
    }

    /**
     * Returns a delay in nanoseconds: zero if it is negative, half the maximum if it is longer than that, so that a
     * point in time may be added to it.
     */
    static long nanos(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.compareTo(MAX) >= 0 ? MAX.toNanos() : delay.toNanos();
    }
}
