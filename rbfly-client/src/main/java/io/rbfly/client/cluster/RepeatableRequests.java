package io.rbfly.client.cluster;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests that may be repeated: if the connection is lost before the response, they are sent again on the next
 * connection.
 */
public final class RepeatableRequests {
    /** A limit, so that a request that makes the broker close the connection is not repeated indefinitely. */
    private static final int MAX_ATTEMPTS = 3;

    private RepeatableRequests() {}

    /**
     * Sends a request on the event loop; its future completes there.
     *
     * @param wanted whether the caller still waits for the response. If not, the request is not sent (again): an
     *     operation that was reported as failed should not be performed much later
     */
    public static <T extends @Nullable Object> CompletableFuture<T> repeatable(
            ClusterConnections connections,
            BooleanSupplier wanted,
            Function<Connection, CompletableFuture<T>> request) {
        return attempt(connections, wanted, request, 1);
    }

    private static <T extends @Nullable Object> CompletableFuture<T> attempt(
            ClusterConnections connections,
            BooleanSupplier wanted,
            Function<Connection, CompletableFuture<T>> request,
            int number) {
        return connections.any().thenCompose(connection -> {
            if (!wanted.getAsBoolean()) {
                return CompletableFuture.failedFuture(
                        new CancellationException("the operation was cancelled or timed out"));
            }
            return request.apply(connection).exceptionallyCompose(error -> {
                Throwable cause = Callbacks.unwrap(error);
                return cause instanceof ConnectionException && number < MAX_ATTEMPTS
                        ? attempt(connections, wanted, request, number + 1)
                        : CompletableFuture.failedFuture(cause);
            });
        });
    }
}
