package io.rbfly.client.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A future for the application. A wait for an incomplete future on the event loop would never end, since nothing else
 * runs there meanwhile. Such a wait fails immediately, and so does one for a dependent future.
 *
 * @param <T> the type of its value
 */
public class LoopFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final BooleanSupplier onLoop;

    /** Creates an incomplete future, with a function that returns whether the calling thread is the event loop. */
    public LoopFuture(BooleanSupplier onLoop) {
        this.onLoop = onLoop;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(onLoop);
    }

    /**
     * As in the superclass.
     *
     * @throws IllegalStateException if called on the client's event loop and the future is not complete
     */
    @Override
    public T join() {
        checkWait();
        return super.join();
    }

    /**
     * As in the superclass.
     *
     * @throws IllegalStateException if called on the client's event loop and the future is not complete
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkWait();
        return super.get();
    }

    /**
     * As in the superclass.
     *
     * @throws IllegalStateException if called on the client's event loop, the future is not complete and the timeout is
     *     not zero
     */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            checkWait();
        }
        return super.get(timeout, unit);
    }

    private void checkWait() {
        if (!isDone() && onLoop.getAsBoolean()) {
            throw new IllegalStateException("a future is waited for on the event loop, where it can never complete"
                    + " (expected: thenCompose, async/await, StreamsClient.runIn for code that blocks, or a client with a"
                    + " callbackExecutor)");
        }
    }
}
