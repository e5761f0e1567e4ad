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
 * Runs the code of the application: on the event loop, by a direct call if it is called from there, or on an executor
 * of the application. If that executor does not accept a task, whatever it throws (for example because a pool cannot
 * create more threads), the task runs on the event loop, so that every future completes. No task runs twice, no lock is
 * held while a task runs, and its exceptions do not reach the executor or the client.
 */
public final class Callbacks implements Executor {
    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(10);

    private final AtomicLong nextWarningNanos = new AtomicLong();
    private final LoopExecutor loop;
    private final BooleanSupplier onEventLoop;
    private final Timer timer;
    private final @Nullable Executor executor;

    /** Creates callbacks with the application's executor, or null for the event loop. */
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

    /** Logs the failure, with a minimum interval: an exhausted pool fails for each task. */
    private void warn(Throwable failure) {
        long now = timer.nanoTime();
        long next = nextWarningNanos.get();
        if ((next == 0 || now - next >= 0) && nextWarningNanos.compareAndSet(next, now + WARNING_INTERVAL.toNanos())) {
            LOG.log(System.Logger.Level.WARNING, "an executor failed; running on the event loop", failure);
        }
    }

    /** Whether the application's executor is known to be shut down. */
    public boolean isShutDown() {
        return executor instanceof ExecutorService service && service.isShutdown();
    }

    /** Whether the calling thread is the event loop. */
    public boolean isOnLoop() {
        return loop.isCurrent();
    }

    /**
     * Whether the calling thread is the event loop itself, which runs nothing else meanwhile: for {@link LoopFuture}.
     */
    public BooleanSupplier onEventLoop() {
        return onEventLoop;
    }

    /** Returns an incomplete future for the application. */
    public <T extends @Nullable Object> CompletableFuture<T> newFuture() {
        return new LoopFuture<>(onEventLoop);
    }

    /** Returns a failed future for the application. */
    public <T extends @Nullable Object> CompletableFuture<T> failedFuture(Throwable error) {
        CompletableFuture<T> failed = newFuture();
        failed.completeExceptionally(error);
        return failed;
    }

    /** Runs a task on the event loop, immediately if called from there. */
    public void onLoop(Runnable task) {
        loop.execute(task);
    }

    /** Returns an executor for one subscription, which runs tasks in order, one at a time. */
    public SerialExecutor serial() {
        return executor == null ? new SerialExecutor.OfLoop(loop) : new SerialExecutor.Over(this, loop::yieldTo, timer);
    }

    /**
     * Returns a future for the application that completes as the given one does, on this executor. Cancelling it does
     * not affect the given one.
     */
    public <T extends @Nullable Object> CompletableFuture<T> expose(CompletableFuture<T> internal) {
        return expose(internal, value -> {});
    }

    /**
     * As {@link #expose(CompletableFuture)}.
     *
     * @param discard called with the value if the application's future is already complete, for example cancelled
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

    /** Returns the exception without the wrapper added by dependent futures. */
    public static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
