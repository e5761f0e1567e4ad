package io.rbfly.client.loop;

import java.util.function.LongSupplier;

/**
 * A clock that does not count pauses of the whole JVM: garbage collections, safepoints that are slow to reach, and
 * suspensions of the process or machine.
 *
 * <p>One thread calls {@link #expect} at least once per interval. If it is later than that, the JVM is assumed to have
 * been paused. The time may be read by any thread.
 */
final class AwakeClock {
    private final LongSupplier nanoTime;
    private volatile Beat last;

    /** Creates a clock with a source of time in nanoseconds, from any origin. */
    AwakeClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new Beat(nanoTime.getAsLong(), Long.MAX_VALUE / 4, 0);
    }

    /** Nanoseconds from any origin. It goes back by up to one interval when a pause is detected. */
    long nanos() {
        long now = nanoTime.getAsLong();
        Beat beat = last;
        return now - beat.pausedNanos - beat.lateness(now);
    }

    /**
     * Called by the thread, which will call it again within an interval.
     *
     * @return the length of the pause since the thread should have called; zero if it is not late by more than an
     *     interval, which happens on a busy machine
     */
    long expect(long intervalNanos) {
        long now = nanoTime.getAsLong();
        Beat beat = last;
        long late = beat.lateness(now);
        last = new Beat(now, intervalNanos, beat.pausedNanos + late);
        return late;
    }

    /** The thread will not call in the near future: until it does, all time counts. */
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
