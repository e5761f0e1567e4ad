package io.rbfly.client.loop;

import java.time.Duration;

/** The only source of time of a client. Tests move it by hand. */
public interface Timer {
    /** Nanoseconds from an arbitrary point on; never goes back. */
    long nanoTime();

    /** Runs a task on the event loop once, after a delay. */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that is still to run. */
    interface Scheduled {
        /** Does not run the task if it has not begun. */
        void cancel();
    }
}
