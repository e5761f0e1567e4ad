package io.rbfly.benchmarks.compare.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts outcomes. Any thread may count them, one thread waits for them. */
public final class Tally {
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable Throwable failure;
    private volatile long target = Long.MAX_VALUE;
    private volatile @Nullable Thread waiting;

    /** Counts one successful outcome. */
    public void add() {
        if (count.incrementAndGet() == target) {
            LockSupport.unpark(waiting);
        }
    }

    /** Counts a number of successful outcomes. */
    public void add(long more) {
        if (count.addAndGet(more) >= target) {
            LockSupport.unpark(waiting);
        }
    }

    /** Records a failure. */
    public void failed(Throwable cause) {
        failure = cause;
        LockSupport.unpark(waiting);
    }

    /** Returns the number of successful outcomes. */
    public long count() {
        return count.get();
    }

    /**
     * Waits for a total number of outcomes, and returns the current number.
     *
     * @throws IllegalStateException if one failed
     * @throws TimeoutException if there is no outcome for a minute
     */
    public long await(long wanted) throws TimeoutException {
        waiting = Thread.currentThread();
        target = wanted;
        long deadline = System.nanoTime() + MAX_WAIT_NANOS;
        while (count.get() < wanted) {
            check();
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(count + " of " + wanted + " messages in a minute");
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
        check();
        return count.get();
    }

    /**
     * Checks that there has been no failure.
     *
     * @throws IllegalStateException if there was one
     */
    public void check() {
        if (failure != null) {
            throw new IllegalStateException("failed after " + count + " messages", failure);
        }
    }
}
