package io.rbfly.testkit.embedded.cluster;

import io.rbfly.protocol.wire.ResponseCode;

/** A connection of a client, as tests and the node that accepted it see it. */
public interface NodeConnection extends StreamClient {
    /** The name that the client gave to the connection; empty for none. */
    String name();

    /** Closes the connection without a word. */
    void cut();

    /** Closes the connection with a Close frame, and without if the client has not opened a virtual host yet. */
    void close(ResponseCode code, String reason);

    /** Decides again whether to read from the client. */
    void alarmChanged();

    /** The node has stopped, and with it everything that it knew. */
    void nodeStopped();
}
