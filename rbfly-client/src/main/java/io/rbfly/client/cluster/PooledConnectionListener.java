package io.rbfly.client.cluster;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;

/** What lives on a connection of the pool and takes up one of its ids. Told on the event loop. */
public interface PooledConnectionListener {
    /** The connection is open. */
    void connected(Connection connection);

    /** There was no connection to the node; this is not attached any more. */
    void unreachable(StreamException cause);

    /** The connection is lost; this is not attached any more. */
    void disconnected(StreamException cause);

    /** The client is closed: there will be no connection any more. */
    void abandoned(StreamException cause);
}
