package io.rbfly.testkit.embedded.cluster;

/** A connection that publishes to streams or reads them. */
public interface StreamClient {
    /** The node to which the client is connected. */
    Node node();

    /**
     * A stream was deleted, has another leader, or cannot be reached by the node: all publishers and subscriptions of
     * the connection on it are gone.
     */
    void streamUnavailable(ReplicatedStream stream);
}
