package io.rbfly.client.connection;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;

/** Receives what the broker sends for a publisher id. Called on the event loop. */
public interface ConfirmListener {
    /** The stream of the publisher. */
    String stream();

    /** Messages are stored. */
    void confirmed(PublishConfirm confirm);

    /** Messages are not stored. */
    void refused(PublishError error);

    /** The broker deleted the publisher; its id is free. */
    void dropped();

    /** The channel is writable again. */
    void writable();
}
