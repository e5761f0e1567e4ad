package io.rbfly.client;

import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.loop.LoopFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Combines futures: awaits several together, or uses a resource and closes it afterwards.
 *
 * <p>Cancelling a returned future ends the wait. It does not stop an async method that is running: the method continues
 * with what it awaits next. The loop of {@link io.rbfly.client.api.Subscription#forEach} does end if its future is
 * cancelled.
 */
public final class Async {
    private Async() {}

    /**
     * Awaits all futures. If one fails, the others are cancelled.
     *
     * @return a future that completes with all results, in the order of the arguments; it completes exceptionally with
     *     the exception of the first future that fails, not wrapped in a {@link CompletionException}. It completes in
     *     the thread that completes the last future, or the first that fails. Cancelling it cancels all futures
     */
    public static <T> CompletableFuture<List<T>> gather(Collection<? extends CompletableFuture<? extends T>> futures) {
        Objects.requireNonNull(futures, "futures");
        List<CompletableFuture<? extends T>> all = List.copyOf(futures);
        CompletableFuture<List<T>> gathered = newFuture(all);
        for (CompletableFuture<? extends T> future : all) {
            future.whenComplete((result, error) -> {
                if (error != null) {
                    gathered.completeExceptionally(unwrap(error));
                }
            });
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> {
            if (error == null) {
                List<T> results = new ArrayList<>(all.size());
                all.forEach(future -> results.add(future.getNow(null)));
                gathered.complete(results);
            }
        });
        gathered.whenComplete((results, error) -> {
            if (error != null) {
                all.forEach(future -> future.cancel(false));
            }
        });
        return gathered;
    }

    /**
     * A future of the same class as the given ones: those of a client detect that they are waited for on the event
     * loop.
     */
    private static <T> CompletableFuture<T> newFuture(Collection<? extends CompletableFuture<?>> like) {
        for (CompletableFuture<?> each : like) {
            if (each instanceof LoopFuture<?>) {
                return each.newIncompleteFuture();
            }
        }
        return new CompletableFuture<>();
    }

    /** Awaits all futures as {@link #gather(Collection)} does, for futures with different or no results. */
    public static CompletableFuture<List<Object>> gather(CompletableFuture<?>... futures) {
        Objects.requireNonNull(futures, "futures");
        return gather(List.of(futures));
    }

    /**
     * Runs a function with a resource. The resource is closed when the stage that the function returned is complete,
     * whatever its outcome, also if the function throws or the returned future is cancelled.
     *
     * @return a future that completes with the result of the function after the resource is closed; it completes
     *     exceptionally with
     *     <ul>
     *       <li>the exception of the function if it failed;
     *       <li>the exception of {@code close()} if the function succeeded and closing failed.
     *     </ul>
     */
    public static <R extends AsyncCloseable, T extends @Nullable Object> CompletableFuture<T> using(
            R resource, Function<? super R, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(body, "body");
        CompletableFuture<T> running = start(resource, body);
        CompletableFuture<T> result = newFuture(List.of(running));
        closeAfter(running, resource, result);
        return result;
    }

    /**
     * As {@link #using(AsyncCloseable, Function)}, for a resource that is still being opened. If opening it fails, the
     * returned future fails with the same exception. If the returned future is cancelled before the resource is open,
     * the resource is closed as soon as it is.
     */
    public static <R extends AsyncCloseable, T extends @Nullable Object> CompletableFuture<T> using(
            CompletionStage<R> resource, Function<? super R, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(body, "body");
        CompletableFuture<T> result = resource instanceof CompletableFuture<?> future
                ? newFuture(List.of(future))
                : new CompletableFuture<>();
        try {
            resource.whenComplete((made, error) -> made(made, error, body, result));
        } catch (Throwable e) { // the application may implement the stage itself
            result.completeExceptionally(e);
        }
        return result;
    }

    private static <R extends AsyncCloseable, T extends @Nullable Object> void made(
            R made,
            @Nullable Throwable error,
            Function<? super R, ? extends CompletionStage<T>> body,
            CompletableFuture<T> result) {
        if (error != null) {
            result.completeExceptionally(unwrap(error));
        } else if (made == null) {
            result.completeExceptionally(new NullPointerException("resource"));
        } else if (result.isDone()) {
            close(made);
        } else {
            use(made, body, result);
        }
    }

    private static <R extends AsyncCloseable, T extends @Nullable Object> void use(
            R resource, Function<? super R, ? extends CompletionStage<T>> body, CompletableFuture<T> result) {
        closeAfter(start(resource, body), resource, result);
    }

    private static <R extends AsyncCloseable, T extends @Nullable Object> void closeAfter(
            CompletableFuture<T> running, R resource, CompletableFuture<T> result) {
        running.whenComplete((value, error) -> close(resource).whenComplete((closed, closeError) -> {
            Throwable failure = error != null ? error : closeError;
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        }));
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                running.cancel(false);
            }
        });
    }

    private static CompletableFuture<Void> close(AsyncCloseable resource) {
        try {
            return Objects.requireNonNull(resource.close(), "close() returned null");
        } catch (Throwable e) { // the application may implement the resource itself
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <R, T extends @Nullable Object> CompletableFuture<T> start(
            R resource, Function<? super R, ? extends CompletionStage<T>> body) {
        try {
            return Objects.requireNonNull(body.apply(resource), "the body returned null")
                    .toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
