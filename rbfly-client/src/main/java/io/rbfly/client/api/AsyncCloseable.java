package io.rbfly.client.api;

import java.util.concurrent.CompletableFuture;

/** A resource that is closed without blocking. */
public interface AsyncCloseable {
    /**
     * Closes this and releases its resources. Idempotent: further calls have the same outcome.
     *
     * @return a future that completes when all resources are released. It also completes normally if the connection is
     *     lost, since nothing is left to release then. Cancelling it does not stop the closing
     */
    CompletableFuture<Void> close();
}
