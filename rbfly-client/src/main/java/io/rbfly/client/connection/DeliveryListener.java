package io.rbfly.client.connection;

import io.rbfly.protocol.chunk.Chunk;

/** Receives what the broker sends for a subscription id. Called on the event loop. */
public interface DeliveryListener {
    /** The stream of the subscription. */
    String stream();

    /** A chunk was received. */
    void deliver(Chunk chunk);

    /**
     * The broker requests that the subscription becomes the active consumer of its group, or ceases to be. It is to be
     * answered on the connection, with the same correlation id.
     */
    void updated(int correlationId, boolean active);

    /** The broker deleted the subscription; its id is free. */
    void dropped();
}
