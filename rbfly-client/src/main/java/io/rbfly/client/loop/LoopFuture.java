package io.rbfly.client.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A future for the application. To wait on the event loop for one that is not complete would never end, since nothing
 * else runs there meanwhile: such a wait fails at once. So do waits for futures that are made of this one.
 *
 * @param <T> the type of its value
 */
public class LoopFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final BooleanSupplier onLoop;

    /** A future that is not complete, with what tells whether the calling thread is the loop's. */
    public LoopFuture(BooleanSupplier onLoop) {
        this.onLoop = onLoop;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(onLoop);
    }

    /**
     * As the JDK's.
     *
     * @throws IllegalStateException on the client's event loop, when it is not complete
     */
    @Override
    public T join() {
        checkWait();
        return super.join();
    }

    /**
     * As the JDK's.
     *
     * @throws IllegalStateException on the client's event loop, when it is not complete
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkWait();
        return super.get();
    }

    /**
     * As the JDK's.
     *
     * @throws IllegalStateException on the client's event loop, when it is not complete and the timeout is not zero
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
