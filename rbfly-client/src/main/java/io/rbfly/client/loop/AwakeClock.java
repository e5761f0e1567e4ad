package io.rbfly.client.loop;

import java.util.function.LongSupplier;

/**
 * A clock that does not count the time in which the whole JVM stood still: garbage collections, safepoints that are
 * long in coming, a process or machine that was stopped.
 *
 * <p>One thread calls {@link #expect} at least once per interval. When it comes later than that, nothing ran in between
 * as far as anybody can tell. Any thread may read the time.
 */
final class AwakeClock {
    private final LongSupplier nanoTime;
    private volatile Beat last;

    /** Made with what tells the time in nanoseconds, from any origin. */
    AwakeClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new Beat(nanoTime.getAsLong(), Long.MAX_VALUE / 4, 0);
    }

    /** Nanoseconds since any origin. Goes back a little when a pause is noticed, by one interval at most. */
    long nanos() {
        long now = nanoTime.getAsLong();
        Beat beat = last;
        return now - beat.pausedNanos - beat.lateness(now);
    }

    /**
     * The thread runs, and will be here again within an interval.
     *
     * @return for how long nothing ran since the thread should have been here; zero when it is not late by more than an
     *     interval, which happens on a busy machine
     */
    long expect(long intervalNanos) {
        long now = nanoTime.getAsLong();
        Beat beat = last;
        long late = beat.lateness(now);
        last = new Beat(now, intervalNanos, beat.pausedNanos + late);
        return late;
    }

    /** The thread need not be here any more. Until it is again, all time counts. */
    void expectNothing() {
        expect(Long.MAX_VALUE / 4);
    }

    private record Beat(long nanos, long intervalNanos, long pausedNanos) {
        private long lateness(long now) {
            long late = now - nanos - intervalNanos;
            return late > intervalNanos ? late : 0;
        }
    }
}
