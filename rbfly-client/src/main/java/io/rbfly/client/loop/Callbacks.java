package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the code of the application runs: the event loop, in which case it is called directly when already there, or an
 * executor of the application. Should that fail to take a task, by whatever exception (a pool that makes a thread for
 * each runs out of memory for them), it is the event loop after all: every future ends. No task runs twice, no lock is
 * held while one runs, and what one throws reaches neither the executor nor the client.
 */
public final class Callbacks implements Executor {
    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(10);

    private final AtomicLong nextWarningNanos = new AtomicLong();
    private final LoopExecutor loop;
    private final BooleanSupplier onEventLoop;
    private final Timer timer;
    private final @Nullable Executor executor;

    /** With the application's executor, or null for the event loop. */
    public Callbacks(EventLoop loop, Timer timer, @Nullable Executor executor) {
        this.loop = new LoopExecutor(loop);
        this.onEventLoop = loop::inEventLoop;
        this.timer = timer;
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        if (executor == null) {
            loop.executeCallback(task);
            return;
        }
        Once once = new Once(task);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            warn(e);
            loop.executeCallback(once);
        }
    }

    /** Now and then only: a pool that is full fails at each task. */
    private void warn(Throwable failure) {
        long now = timer.nanoTime();
        long next = nextWarningNanos.get();
        if ((next == 0 || now - next >= 0) && nextWarningNanos.compareAndSet(next, now + WARNING_INTERVAL.toNanos())) {
            LOG.log(System.Logger.Level.WARNING, "callback executor failed; running on the event loop", failure);
        }
    }

    /** Whether the application's executor was shut down, as far as it can be asked. */
    public boolean isShutDown() {
        return executor instanceof ExecutorService service && service.isShutdown();
    }

    /** Whether the calling thread is the event loop's. */
    public boolean isOnLoop() {
        return loop.isCurrent();
    }

    /**
     * Whether the calling thread is the event loop's own, on which nothing else runs meanwhile: for a
     * {@link LoopFuture}.
     */
    public BooleanSupplier onEventLoop() {
        return onEventLoop;
    }

    /** A future for the application that is not complete. */
    public <T extends @Nullable Object> CompletableFuture<T> newFuture() {
        return new LoopFuture<>(onEventLoop);
    }

    /** A future for the application that has failed. */
    public <T extends @Nullable Object> CompletableFuture<T> failedFuture(Throwable error) {
        CompletableFuture<T> failed = newFuture();
        failed.completeExceptionally(error);
        return failed;
    }

    /** Runs a task on the event loop, at once when called from there. */
    public void onLoop(Runnable task) {
        loop.execute(task);
    }

    /** An executor for one subscription: runs what it gets in order and never two at once. */
    public SerialExecutor serial() {
        return executor == null ? new SerialExecutor.OfLoop(loop) : new SerialExecutor.Over(this, loop::yieldTo, timer);
    }

    /**
     * A future for the application, which completes here as the given one does. Cancelling it leaves the given one
     * alone.
     */
    public <T extends @Nullable Object> CompletableFuture<T> expose(CompletableFuture<T> internal) {
        return expose(internal, value -> {});
    }

    /**
     * As {@link #expose(CompletableFuture)}.
     *
     * @param discard gets a value that comes when the application's future is complete already, as one that was
     *     cancelled
     */
    public <T extends @Nullable Object> CompletableFuture<T> expose(
            CompletableFuture<T> internal, Consumer<? super T> discard) {
        CompletableFuture<T> exposed = newFuture();
        internal.whenComplete((value, error) -> execute(() -> {
            if (error != null) {
                exposed.completeExceptionally(unwrap(error));
            } else if (!exposed.complete(value)) {
                discard.accept(value);
            }
        }));
        return exposed;
    }

    /** The error itself, without the wrapper that a chain of futures puts around it. */
    public static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
