package io.rbfly.benchmarks.compare.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts outcomes. Any thread may tell of them, one waits for them. */
public final class Tally {
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable Throwable failure;
    private volatile long target = Long.MAX_VALUE;
    private volatile @Nullable Thread waiting;

    /** One more came out as it should. */
    public void add() {
        if (count.incrementAndGet() == target) {
            LockSupport.unpark(waiting);
        }
    }

    /** So many more came out as they should. */
    public void add(long more) {
        if (count.addAndGet(more) >= target) {
            LockSupport.unpark(waiting);
        }
    }

    /** Something did not. */
    public void failed(Throwable cause) {
        failure = cause;
        LockSupport.unpark(waiting);
    }

    /** How many came out as they should. */
    public long count() {
        return count.get();
    }

    /**
     * Waits for so many in all, and returns how many there are.
     *
     * @throws IllegalStateException when one failed
     * @throws TimeoutException when nothing happens for a minute
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
     * Tells whether all went well so far.
     *
     * @throws IllegalStateException when something failed
     */
    public void check() {
        if (failure != null) {
            throw new IllegalStateException("failed after " + count + " messages", failure);
        }
    }
}
