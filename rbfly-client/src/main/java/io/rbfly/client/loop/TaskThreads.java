package io.rbfly.client.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what may block and is rare: names that are resolved, calculations of TLS handshakes, and callbacks when
 * there is no event loop any more. They are shared by all clients of a JVM. There are as many as there are tasks, so
 * that none waits for another, and none one second after the last task.
 *
 * <p>The common pool is not used: it may have a single thread, and applications may block that.
 */
public final class TaskThreads {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final Executor EXECUTOR =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                // Without the inheritable variables of the thread that happens to need it first.
                Thread thread = new Thread(null, task, "rbfly-task-" + THREADS.incrementAndGet(), 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private TaskThreads() {}

    /** The executor, which is never shut down. It throws if no further thread can be started. */
    public static Executor executor() {
        return EXECUTOR;
    }
}
