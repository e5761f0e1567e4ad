package io.rbfly.testkit.embedded;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The event loop on which everything of a cluster happens, and the way there for threads of tests. */
final class ClusterLoop {
    private final EventLoopGroup group;
    private final SingleThreadEventLoop loop;

    @SuppressWarnings("deprecation") // its successor does not exist in Netty 4.1
    ClusterLoop() {
        group = new NioEventLoopGroup(1, new DefaultThreadFactory("rbfly-embedded-broker", true));
        loop = (SingleThreadEventLoop) group.next();
    }

    EventLoop eventLoop() {
        return loop;
    }

    /**
     * Runs a task on the event loop and waits for its end.
     *
     * @throws IllegalStateException if this is the event loop, or the cluster is closed
     */
    void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /**
     * Calls a function on the event loop and waits for what it returns.
     *
     * @throws IllegalStateException if this is the event loop, or the cluster is closed
     */
    <T> T call(Supplier<T> task) {
        checkNotInLoop();
        try {
            Future<T> result = loop.submit(task::get);
            while (!result.awaitUninterruptibly(1, TimeUnit.SECONDS)) {
                if (loop.isTerminated() && !result.isDone()) {
                    throw closed(null); // Netty drops what is submitted at the very end
                }
            }
            return result.syncUninterruptibly().getNow();
        } catch (RejectedExecutionException e) { // of the task, or of one that it has started
            throw closed(e);
        }
    }

    static IllegalStateException closed(@Nullable RejectedExecutionException cause) {
        return new IllegalStateException("the embedded broker is closed", cause);
    }

    /**
     * Waits until the event loop has asked its selector again: the JDK closes a socket only then, and until then
     * connections to a closed port are accepted.
     */
    void awaitSelector() {
        Promise<Boolean> selected = loop.newPromise();
        loop.terminationFuture().addListener(terminated -> selected.trySuccess(true));
        run(() -> loop.executeAfterEventLoopIteration(() -> loop.execute(() -> selected.trySuccess(true))));
        selected.syncUninterruptibly();
    }

    /** @throws IllegalStateException if this is the event loop */
    void checkNotInLoop() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException(
                    "called on the event loop of the embedded broker, which would wait for itself");
        }
    }

    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
