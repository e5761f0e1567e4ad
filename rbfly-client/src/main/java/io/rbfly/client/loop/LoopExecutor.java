package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the client's own tasks on its event loop: at once when called from there, in order otherwise. When the loop has
 * ended, a serial executor over the JDK's common pool takes its place, so that a future which completes after the
 * client was closed still ends; no thread of the application runs tasks of the client, or waits for one that does.
 */
public final class LoopExecutor implements Executor {
    /** Where tasks run that have lost their event loop. */
    static final Executor COMMON_POOL = new CompletableFuture<Void>().defaultExecutor();

    private final EventLoop loop;
    private final SerialExecutor afterEnd;

    public LoopExecutor(EventLoop loop) {
        this.loop = loop;
        this.afterEnd = new SerialExecutor.Over(COMMON_POOL, COMMON_POOL, new LoopTimer(loop));
    }

    /** Whether the calling thread is the loop's, or that of its substitute. */
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

    /** Runs a task behind those that wait already, also when called from the loop. */
    public void executeLater(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            afterEnd.executeLater(task);
        }
    }

    /** Runs a task behind those that wait already and behind what channels and timers have to do. */
    void yieldTo(Runnable task) {
        try {
            // The loop's queue would run before its channels are looked at; what is scheduled runs after that.
            loop.schedule(task, 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            afterEnd.executeLater(task);
        }
    }

    /**
     * Runs a task that may call the application: like {@link #execute} while there is a loop, and after that in the
     * common pool, where it holds up nobody.
     */
    void executeCallback(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            COMMON_POOL.execute(task);
        }
    }
}
