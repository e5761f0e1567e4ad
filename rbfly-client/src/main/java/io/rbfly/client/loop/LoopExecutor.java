package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the client's own tasks on its event loop: immediately if called from there, otherwise in order. When the loop
 * has ended, it is replaced by a serial executor on {@link TaskThreads}, so that futures that complete after the client
 * was closed still notify their dependents. No thread of the application runs tasks of the client, or waits for another
 * thread that does.
 */
public final class LoopExecutor implements Executor {
    private final EventLoop loop;
    private final SerialExecutor afterEnd;

    public LoopExecutor(EventLoop loop) {
        this.loop = loop;
        this.afterEnd = new SerialExecutor.Over(TaskThreads.executor(), TaskThreads.executor(), new LoopTimer(loop));
    }

    /** Whether the calling thread is the event loop, or that of its replacement. */
    public boolean isCurrent() {
        return loop.inEventLoop() || afterEnd.isCurrent();
    }

    @Override
    public void execute(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            executeLater(task);
        }
    }

    /** Runs a task after those that are already waiting, also if called from the loop. */
    public void executeLater(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            afterEnd.executeLater(task);
        }
    }

    /** Runs a task after those that are already waiting and after pending work of channels and timers. */
    void yieldTo(Runnable task) {
        try {
            // The loop's queue runs before its channels are processed; scheduled tasks run after that.
            loop.schedule(task, 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            afterEnd.executeLater(task);
        }
    }

    /**
     * Runs a task that may call the application: like {@link #execute} while there is an event loop, and after that in
     * a thread of its own, where it delays no other task.
     */
    void executeCallback(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            TaskThreads.executor().execute(task);
        }
    }
}
