package io.rbfly.benchmarks.compare.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that send side by side. They live until {@link #end}, so that what they allocate is known. */
final class SenderThreads {
    private final int count;
    private final ThreadPoolExecutor pool;

    SenderThreads(int count) {
        this.count = count;
        this.pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(count);
        pool.prestartAllCoreThreads();
    }

    /** Lets all of them send for a time, and returns how many messages they sent. */
    long sendFor(int millis, Sending sending) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(pool.submit(() -> sending.until(end)));
        }
        long sent = 0;
        for (Future<Long> each : all) {
            sent += each.get();
        }
        return sent;
    }

    void end() {
        pool.shutdown();
    }

    /** What each does. */
    interface Sending {
        /** Sends until a {@link System#nanoTime}, and returns how many messages. */
        long until(long endNanos) throws Exception;
    }
}
