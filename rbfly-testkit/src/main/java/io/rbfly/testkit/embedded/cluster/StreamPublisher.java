package io.rbfly.testkit.embedded.cluster;

import io.rbfly.protocol.wire.ResponseCode;

/** A publisher that was declared on a connection. */
public interface StreamPublisher {
    /** The connection. */
    StreamClient client();

    /** The name for deduplication; empty for none. */
    String reference();

    /** Messages are stored; their ids are in the order in which they were written. */
    void confirmed(long[] publishingIds);

    /** A message is not stored. */
    void refused(long publishingId, ResponseCode code);
}
