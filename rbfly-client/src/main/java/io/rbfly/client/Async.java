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
 * Puts futures together: run beside each other, or inside the life of a resource.
 *
 * <p>Cancelling a future ends the waiting for it. It does not stop an async method that is under way: what such a
 * method awaits next goes on. A {@link io.rbfly.client.api.Subscription#forEach} does end when its future is cancelled.
 */
public final class Async {
    private Async() {}

    /**
     * Waits for all futures; the first failure wins and cancels the others.
     *
     * @return a future of all results, in the order of the arguments; exceptionally with the first failure (the failure
     *     itself, not wrapped in a {@link CompletionException}). It completes in the thread that completes the deciding
     *     future. Cancelling it cancels all.
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

    /** A future like one of others: those of a client know on which thread they cannot be waited for. */
    private static <T> CompletableFuture<T> newFuture(Collection<? extends CompletableFuture<?>> like) {
        for (CompletableFuture<?> each : like) {
            if (each instanceof LoopFuture<?>) {
                return each.newIncompleteFuture();
            }
        }
        return new CompletableFuture<>();
    }

    /** Waits for all futures as {@link #gather(Collection)} does, for those of different or no results. */
    public static CompletableFuture<List<Object>> gather(CompletableFuture<?>... futures) {
        Objects.requireNonNull(futures, "futures");
        return gather(List.of(futures));
    }

    /**
     * Runs a body with a resource and closes the resource when the body's stage is complete, whatever its outcome, also
     * when the body throws or the returned future is cancelled.
     *
     * @return a future of the body's result that completes after the resource is closed, exceptionally with the body's
     *     failure. When the body succeeded and closing failed, with that failure
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
     * As {@link #using(AsyncCloseable, Function)}, for a resource that is still being made. When making it fails, so
     * does the returned future; when the returned future is cancelled before it is made, it is closed as soon as it is.
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
        } catch (Throwable e) { // a stage of the application's own
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
        } catch (Throwable e) { // whatever a resource of the application's own does
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
