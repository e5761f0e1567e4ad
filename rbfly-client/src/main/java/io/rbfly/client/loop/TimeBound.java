package io.rbfly.client.loop;

import java.time.Duration;

/** TimeBound of time of which the longest mean for ever, without overflow. */
public final class TimeBound {
    /** More than any time that passes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final Duration MAX = Duration.ofDays(365);

    private TimeBound() {}

    /** Nanoseconds, {@link #NEVER} beyond 365 days. */
    public static long nanos(Duration bound) {
        return bound.compareTo(MAX) > 0 ? NEVER : bound.toNanos();
    }
}
