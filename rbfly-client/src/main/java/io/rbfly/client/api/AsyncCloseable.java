package io.rbfly.client.api;

import java.util.concurrent.CompletableFuture;

/** Something that is closed without blocking. */
public interface AsyncCloseable {
    /**
     * Closes this and releases what it holds. Closing twice is harmless and returns the same outcome.
     *
     * @return a future that completes when all is released. It completes normally also when the connection is gone:
     *     there is nothing left to release then. Cancelling it does not stop the closing.
     */
    CompletableFuture<Void> close();
}
