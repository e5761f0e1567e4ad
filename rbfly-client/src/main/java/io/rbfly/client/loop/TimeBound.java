package io.rbfly.client.loop;

import java.time.Duration;

/** Converts time limits, of which the longest mean no limit, without overflow. */
public final class TimeBound {
    /** Longer than any time. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final Duration MAX = Duration.ofDays(365);

    private TimeBound() {}

    /** Returns nanoseconds, {@link #NEVER} if longer than 365 days. */
    public static long nanos(Duration bound) {
        return bound.compareTo(MAX) > 0 ? NEVER : bound.toNanos();
    }
}
