package io.rbfly.client.support;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The callback executors that tests run with; see {@link WithEachExecutor}. */
public enum CallbackKind {
    /** None of the application's own. */
    EVENT_LOOP {
        @Override
        @Nullable
        Executor executor(Executor pool) {
            return null;
        }
    },
    POOL_OF_TWO {
        @Override
        Executor executor(Executor pool) {
            return pool;
        }
    },
    DIRECT {
        @Override
        Executor executor(Executor pool) {
            return Runnable::run;
        }
    },
    /** Rejects tasks, fails before it has taken them, and fails when it has. */
    FAILING {
        @Override
        Executor executor(Executor pool) {
            AtomicInteger calls = new AtomicInteger();
            return task -> {
                int call = calls.getAndIncrement() % 5;
                if (call == 1) {
                    throw new RejectedExecutionException("expected: full");
                } else if (call == 3) {
                    throw new OutOfMemoryError("expected: unable to create native thread");
                }
                pool.execute(task);
                if (call == 4) {
                    throw new IllegalStateException("expected: failed behind the task");
                }
            };
        }
    };

    private static volatile CallbackKind current = EVENT_LOOP;

    /** The default kind of scenes. */
    public static CallbackKind current() {
        return current;
    }

    public static void use(CallbackKind kind) {
        current = kind;
    }

    abstract @Nullable Executor executor(Executor pool);

    /** A pool that reports whether it is running tasks. */
    public static final class Pool implements AutoCloseable {
        private final AtomicLong given = new AtomicLong();
        private final AtomicLong done = new AtomicLong();
        private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "callback");
            thread.setDaemon(true);
            return thread;
        });
        private final @Nullable Executor executor;

        public Pool(CallbackKind kind) {
            this.executor = kind.executor(this::run);
        }

        @Nullable
        public Executor executor() {
            return executor;
        }

        private void run(Runnable task) {
            given.incrementAndGet();
            try {
                threads.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        done.incrementAndGet();
                    }
                });
            } catch (RejectedExecutionException e) { // it was shut down
                done.incrementAndGet();
                throw e;
            }
        }

        /** Waits until the threads have run all tasks; returns the number of tasks so far. */
        long awaitIdle() {
            Streams.awaitTrue("the callback executor is idle", () -> given.get() == done.get() || threads.isShutdown());
            return done.get();
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
