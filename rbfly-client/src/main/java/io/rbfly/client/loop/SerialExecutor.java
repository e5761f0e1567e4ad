package io.rbfly.client.loop;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks in order, one at a time; a task that is given from inside another one runs at once. */
public interface SerialExecutor extends Executor {
    /** Whether the calling thread is running a task of this executor, so that its state may be used directly. */
    boolean isCurrent();

    /** Runs a task at once when called from inside, in order otherwise. */
    @Override
    void execute(Runnable task);

    /** The event loop is serial by nature. */
    record OfLoop(LoopExecutor loop) implements SerialExecutor {
        @Override
        public boolean isCurrent() {
            return loop.isCurrent();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }
    }

    /** Serial on top of any executor, a pool for one. */
    final class Over implements SerialExecutor, Runnable {
        private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

        private final Executor executor;
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private boolean scheduled;
        private volatile @Nullable Thread current;

        Over(Executor executor) {
            this.executor = executor;
        }

        @Override
        public boolean isCurrent() {
            return current == Thread.currentThread();
        }

        @Override
        public void execute(Runnable task) {
            if (isCurrent()) {
                task.run();
                return;
            }
            synchronized (tasks) {
                tasks.add(task);
                if (scheduled) {
                    return;
                }
                scheduled = true;
            }
            start();
        }

        private void start() {
            try {
                executor.execute(this);
            } catch (RuntimeException | Error e) {
                synchronized (tasks) {
                    scheduled = false; // the next task tries again
                }
                throw e;
            }
        }

        @Override
        public void run() {
            current = Thread.currentThread();
            try {
                for (Runnable task = poll(); task != null; task = poll()) {
                    run(task);
                }
            } finally {
                current = null;
            }
            synchronized (tasks) {
                if (tasks.isEmpty()) {
                    scheduled = false;
                    return;
                }
            }
            start();
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "task failed", e);
            }
        }

        private @Nullable Runnable poll() {
            synchronized (tasks) {
                return tasks.poll();
            }
        }
    }
}
