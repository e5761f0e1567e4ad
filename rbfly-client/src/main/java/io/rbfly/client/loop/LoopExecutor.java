package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on an event loop: at once when called from there, in order otherwise. When the loop has ended they run in the
 * calling thread, one at a time, so that a future which completes after the client was closed still ends.
 */
public final class LoopExecutor implements Executor {
    private final EventLoop loop;

    public LoopExecutor(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether the calling thread is the loop's. */
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                task.run();
            }
        }
    }
}
