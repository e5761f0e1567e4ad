package io.rbfly.client.publish;

import java.time.Duration;

/** Bounds of time of which the longest mean for ever, without overflow. */
final class Bounds {
    /** More than any time that passes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofDays(365);

    private Bounds() {}

    /** Nanoseconds, {@link #NEVER} beyond 365 days. */
    static long nanos(Duration bound) {
        return bound.compareTo(LONGEST) > 0 ? NEVER : bound.toNanos();
    }
}
