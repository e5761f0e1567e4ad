package io.rbfly.client.support;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** Lets an event loop do all that it has to do. */
public final class Loops {
    /** Local channels pass each read, write and close on as a task, so a chain of them settles in as many rounds. */
    private static final int ROUNDS = 50;

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
            while (!done.awaitUninterruptibly(100) && !loop.isTerminated()) {
                // a loop that ends may forget a task that it has just taken
            }
        } catch (RejectedExecutionException e) {
            // the client was closed, and its loop with it
        }
    }
}
