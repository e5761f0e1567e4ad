package io.rbfly.client.connection;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Brings what the broker sends unasked to the publisher or subscription it is for. Used on the event loop only. */
public final class PushRouter {
    private final IdTable<ConfirmListener> publishers = new IdTable<>();
    private final IdTable<DeliveryListener> subscriptions = new IdTable<>();
    private boolean publishes;

    /**
     * Whether the connection has, or had, a publisher: brokers do not read from such a connection while they are short
     * of disk or memory.
     */
    public boolean publishes() {
        return publishes;
    }

    /** Takes an id for a publisher, -1 when all 256 are taken. */
    public int register(ConfirmListener publisher) {
        publishes = true;
        return publishers.take(publisher);
    }

    /** Takes an id for a subscription, -1 when all 256 are taken. */
    public int register(DeliveryListener subscription) {
        return subscriptions.take(subscription);
    }

    /** Gives the id of a publisher back, once the broker knows that it is free. */
    public void freePublisher(int id) {
        publishers.free(id);
    }

    /** Gives the id of a subscription back, once the broker knows that it is free. */
    public void freeSubscription(int id) {
        subscriptions.free(id);
    }

    /**
     * Brings a chunk to its subscription. An id is free for others only when the broker has forgotten it, so a chunk
     * for one that nobody has would be missing elsewhere.
     */
    void deliver(Deliver deliver) {
        DeliveryListener sink = subscriptions.holder(deliver.subscriptionId());
        if (sink == null) {
            throw new ProtocolException(
                    "chunk for subscription " + deliver.subscriptionId() + " (expected: the id of a subscription)");
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
