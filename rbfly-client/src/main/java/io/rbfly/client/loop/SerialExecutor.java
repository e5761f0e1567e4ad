package io.rbfly.client.loop;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in order, one at a time; a task that is submitted by another one runs immediately. It uses a thread for at
 * most one {@link TimeSlice}; then other tasks that need the same thread run first.
 */
public interface SerialExecutor extends Executor {
    /** Whether the calling thread is running a task of this executor, so that its state may be used directly. */
    boolean isCurrent();

    /** Runs a task: immediately if called from a task of this executor, otherwise in order. */
    @Override
    void execute(Runnable task);

    /** Runs a task after those that are already waiting, also if called from a task of this executor. */
    void executeLater(Runnable task);

    /**
     * Releases the thread when the current task returns, and runs another task after others have used the thread.
     * Called from a task of this executor.
     */
    void yieldTo(Runnable next);

    /**
     * Runs the waiting tasks in the calling thread unless another thread has started to: for an executor that has lost
     * its tasks, such as a pool that was shut down.
     */
    void runLost();

    /** A serial executor on the event loop, which is serial itself. */
    record OfLoop(LoopExecutor loop) implements SerialExecutor {
        @Override
        public boolean isCurrent() {
            return loop.isCurrent();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void executeLater(Runnable task) {
            loop.executeLater(task);
        }

        @Override
        public void yieldTo(Runnable next) {
            loop.yieldTo(next);
        }

        @Override
        public void runLost() {
            // an event loop loses no tasks
        }
    }

    /** A serial executor on top of any executor that does not throw. */
    final class Over implements SerialExecutor {
        private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

        private final Executor executor;
        private final Executor elsewhere;
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        /** Belongs, as does {@link #yielding}, to the thread that runs tasks. */
        private final TimeSlice slice;

        private boolean yielding;
        private boolean scheduled;
        private volatile @Nullable Turn lastTurn;
        private volatile @Nullable Thread current;

        /**
         * Creates a serial executor on top of an executor.
         *
         * @param elsewhere runs tasks later and never in the calling thread: to release a thread that the executor
         *     keeps, such as one that runs tasks directly
         */
        Over(Executor executor, Executor elsewhere, Timer timer) {
            this.executor = executor;
            this.elsewhere = elsewhere;
            this.slice = new TimeSlice(timer);
        }

        @Override
        public boolean isCurrent() {
            return current == Thread.currentThread();
        }

        @Override
        public void execute(Runnable task) {
            if (isCurrent()) {
                task.run();
            } else {
                executeLater(task);
            }
        }

        @Override
        public void executeLater(Runnable task) {
            synchronized (tasks) {
                tasks.add(task);
                if (scheduled) {
                    return;
                }
                scheduled = true;
            }
            submit(new Turn(false));
        }

        @Override
        public void yieldTo(Runnable next) {
            yielding = true;
            synchronized (tasks) {
                tasks.add(next);
            }
        }

        @Override
        public void runLost() {
            Turn turn = lastTurn;
            if (turn != null) {
                turn.runIfFirst();
            }
        }

        private void submit(Turn turn) {
            lastTurn = turn;
            executor.execute(turn);
            turn.returned = true;
            if (turn.refused) {
                Turn next = new Turn(false);
                lastTurn = next;
                elsewhere.execute(next);
            }
        }

        private void runTasks() {
            current = Thread.currentThread();
            yielding = false;
            slice.begin();
            try {
                for (Runnable task = poll(); task != null; task = poll()) {
                    run(task);
                    if (yielding || slice.isOverAfterStep()) {
                        break;
                    }
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
            submit(new Turn(true));
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

        /** One period on a thread of the executor. */
        private final class Turn implements Runnable {
            private final AtomicBoolean begun = new AtomicBoolean();
            /**
             * The thread that has just ended its period, null if there is none. It must be left before the next one.
             */
            private final @Nullable Thread leaving;

            private boolean returned;
            private boolean refused;

            Turn(boolean follows) {
                leaving = follows ? Thread.currentThread() : null;
            }

            @Override
            public void run() {
                if (Thread.currentThread() == leaving && !returned) {
                    refused = true; // called from submit, which was called from the previous turn
                } else {
                    runIfFirst();
                }
            }

            void runIfFirst() {
                if (begun.compareAndSet(false, true)) {
                    runTasks();
                }
            }
        }
    }
}
