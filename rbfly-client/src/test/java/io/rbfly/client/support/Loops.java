package io.rbfly.client.support;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Lets an event loop do all that it has to do. */
public final class Loops {
    /** Local channels pass each read, write and close on as a task, so a chain of them settles in as many rounds. */
    private static final int ROUNDS = 50;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Loops() {}

    /** A loop for local channels, of a class that Netty 4.1 and 4.2 both have. */
    @SuppressWarnings("deprecation")
    public static EventLoop local() {
        return new DefaultEventLoopGroup(1).next();
    }

    /** Returns when the loop has run what was in its queue, and what that put there, and so on. */
    public static void settle(EventLoop loop) {
        for (int i = 0; i < ROUNDS; i++) {
            run(loop, () -> {});
        }
    }

    /** Runs a task on the loop and waits for it. A loop that has ended has nothing left to do. */
    public static void run(EventLoop loop, Runnable task) {
        try {
            Future<?> done = loop.submit(task);
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (!done.awaitUninterruptibly(100) && !loop.isTerminated()) { // one that ends may forget a task
                if (System.nanoTime() - giveUp > 0) {
                    throw stuck(loop);
                }
            }
        } catch (RejectedExecutionException e) {
            // the client was closed, and its loop with it
        }
    }

    private static AssertionError stuck(EventLoop loop) {
        AssertionError stuck = new AssertionError("the event loop runs no task for " + PATIENCE);
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (loop.inEventLoop(thread)) {
                Throwable at = new Throwable("what " + thread.getName() + " does: " + thread.getState());
                at.setStackTrace(stack);
                stuck.addSuppressed(at);
            }
        });
        return stuck;
    }
}
