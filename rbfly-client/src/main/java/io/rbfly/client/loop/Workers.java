package io.rbfly.client.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for compression in place of event loops, shared by all clients of a JVM. There are none until they are
 * needed, and again after a minute without work. The common pool is not used, since applications may block its threads.
 *
 * <p>Submitting a task takes no lock, so an event loop may do it.
 */
public final class Workers {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ForkJoinPool POOL = new ForkJoinPool(
            Runtime.getRuntime().availableProcessors(),
            pool -> {
                ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                thread.setName("rbfly-compression-" + THREADS.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            },
            null,
            true);

    private static final Executor EXECUTOR = allOrNothing(POOL);

    private Workers() {}

    /** The executor, which is never shut down. A task for which it throws does not run. */
    public static Executor executor() {
        return EXECUTOR;
    }

    /** A pool queues a task before it starts a thread; if that fails, it throws, and may run the task nevertheless. */
    static Executor allOrNothing(Executor pool) {
        return task -> {
            Once once = new Once(task);
            try {
                pool.execute(once);
            } catch (Throwable e) {
                if (once.cancel()) {
                    throw e;
                }
            }
        };
    }
}
