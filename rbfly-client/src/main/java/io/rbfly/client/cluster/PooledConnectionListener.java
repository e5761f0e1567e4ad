package io.rbfly.client.cluster;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;

/** A publisher or subscription on a connection of the pool, which uses one of its ids. Called on the event loop. */
public interface PooledConnectionListener {
    /** The connection is open. */
    void connected(Connection connection);

    /** The connection could not be opened; this listener is no longer attached. */
    void unreachable(StreamException cause);

    /** The connection is lost; this listener is no longer attached. */
    void disconnected(StreamException cause);

    /** The client is closed: no connection will be opened. */
    void abandoned(StreamException cause);
}
