package io.rbfly.client.publish.partition;

import io.rbfly.client.loop.Callbacks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Futures for the application that stand for several others. */
final class Combined {
    private Combined() {}

    /**
     * Returns a future that completes when all are complete, with the value of the first one, or exceptionally with the
     * first failure in their order. Cancelling it cancels all.
     *
     * @param none has the value if there are none
     */
    static <T extends @Nullable Object> CompletableFuture<T> of(
            List<CompletableFuture<T>> all, CompletableFuture<T> none, Callbacks callbacks) {
        if (all.size() == 1) {
            return all.get(0);
        }
        CompletableFuture<T> combined = callbacks.newFuture();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> {
            if (error == null) {
                complete(all.isEmpty() ? none : all.get(0), combined);
            } else {
                combined.completeExceptionally(firstFailure(all, error));
            }
        });
        if (!combined.isDone()) {
            combined.whenComplete((value, error) -> {
                if (combined.isCancelled()) {
                    all.forEach(each -> each.cancel(false));
                }
            });
        }
        return combined;
    }

    private static Throwable firstFailure(List<? extends CompletableFuture<?>> all, Throwable any) {
        for (CompletableFuture<?> each : all) {
            if (each.isCompletedExceptionally()) {
                Throwable[] failure = new Throwable[1];
                each.whenComplete((value, error) -> failure[0] = error);
                return Callbacks.unwrap(failure[0]);
            }
        }
        return Callbacks.unwrap(any);
    }

    /**
     * Completes a future of the application as another one does: on the callback executor, on which the other one
     * completes unless it is complete already.
     */
    static <T extends @Nullable Object> void link(
            CompletableFuture<T> from, CompletableFuture<T> to, Callbacks callbacks) {
        if (from.isDone()) {
            callbacks.execute(() -> complete(from, to));
        } else {
            complete(from, to);
            to.whenComplete((value, error) -> {
                if (to.isCancelled()) {
                    from.cancel(false);
                }
            });
        }
    }

    private static <T extends @Nullable Object> void complete(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, error) -> {
            if (error == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(Callbacks.unwrap(error));
            }
        });
    }
}
