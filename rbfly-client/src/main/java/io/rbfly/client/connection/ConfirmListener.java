package io.rbfly.client.connection;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;

/** What the holder of a publisher id is told, on the event loop. */
public interface ConfirmListener {
    /** The stream that it publishes to. */
    String stream();

    /** Messages are stored. */
    void confirmed(PublishConfirm confirm);

    /** Messages are not stored. */
    void refused(PublishError error);

    /** The broker dropped the publisher; its id is free. */
    void dropped();

    /** The channel takes more bytes again. */
    void writable();
}
