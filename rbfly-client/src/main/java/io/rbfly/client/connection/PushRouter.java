package io.rbfly.client.connection;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Brings what the broker sends unasked to the publisher or subscription it is for. Used on the event loop only. */
final class PushRouter {
    private final IdTable<ConfirmListener> publishers = new IdTable<>();
    private final IdTable<DeliveryListener> subscriptions = new IdTable<>();

    IdTable<ConfirmListener> publishers() {
        return publishers;
    }

    IdTable<DeliveryListener> subscriptions() {
        return subscriptions;
    }

    /**
     * Brings a chunk to its subscription. An id is free for others only when the broker has forgotten it, so a chunk
     * for one that nobody has would be missing elsewhere.
     */
    void deliver(Deliver deliver) {
        DeliveryListener sink = subscriptions.holder(deliver.subscriptionId());
        if (sink == null) {
            throw new ProtocolException(
                    "chunk for subscription " + deliver.subscriptionId() + " (expected: one that there is)");
        }
        sink.deliver(deliver.chunk());
    }

    /** What is for a publisher that is not here any more came too late, and is dropped. */
    void confirmed(PublishConfirm confirm) {
        ConfirmListener sink = publishers.holder(confirm.publisherId());
        if (sink != null) {
            sink.confirmed(confirm);
        }
    }

    void refused(PublishError error) {
        ConfirmListener sink = publishers.holder(error.publisherId());
        if (sink != null) {
            sink.refused(error);
        }
    }

    void writable() {
        publishers.holders().forEach(ConfirmListener::writable);
    }

    /** The broker does not say which of those on the stream it dropped: newer ones drop only some. So all are told. */
    void dropped(MetadataUpdate update) {
        List<Runnable> told = new ArrayList<>();
        for (ConfirmListener sink : publishers.holders()) {
            if (sink.stream().equals(update.stream())) {
                told.add(sink::dropped);
            }
        }
        for (DeliveryListener sink : subscriptions.holders()) {
            if (sink.stream().equals(update.stream())) {
                told.add(sink::dropped);
            }
        }
        told.forEach(Runnable::run);
    }
}
