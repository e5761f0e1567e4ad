package io.rbfly.client.connection;

import io.rbfly.client.api.StreamException;

/** What lives on a connection and outlives it: a publisher or a subscription. Told on the event loop. */
public interface Attachment {
    /** A connection is open: the first one, or the one after the last was lost. */
    void connected(Connection connection);

    /** The connection is lost; another one will follow, or the end. */
    void disconnected(StreamException cause);

    /** There will be no connection any more. */
    void abandoned(StreamException cause);
}
