package io.rbfly.client.connection;

import io.rbfly.protocol.chunk.Chunk;

/** What the holder of a subscription id is told, on the event loop. */
public interface DeliveryListener {
    /** The stream that it reads. */
    String stream();

    /** A chunk came. */
    void deliver(Chunk chunk);

    /** The broker dropped the subscription; its id is free. */
    void dropped();
}
