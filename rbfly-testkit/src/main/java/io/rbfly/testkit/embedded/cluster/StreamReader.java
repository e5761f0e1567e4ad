package io.rbfly.testkit.embedded.cluster;

/** A subscription of a connection. */
public interface StreamReader {
    /** The connection. */
    StreamClient client();

    /** Further chunks can be read. */
    void chunksCommitted();
}
