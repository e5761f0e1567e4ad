package io.rbfly.benchmarks.compare.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that send in parallel. They live until {@link #end}, so that their allocation is known. */
final class SenderThreads {
    private final int count;
    private final ThreadPoolExecutor pool;

    SenderThreads(int count) {
        this.count = count;
        this.pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(count);
        pool.prestartAllCoreThreads();
    }

    /** Lets all of them send for a time, and returns the number of messages that they sent. */
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

    /** The work of each thread. */
    interface Sending {
        /** Sends until a {@link System#nanoTime}, and returns the number of messages. */
        long until(long endNanos) throws Exception;
    }
}
