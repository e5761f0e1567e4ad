package io.rbfly.client.connection;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * Dispatches what the broker sends without a request to the publisher or subscription it is for. Used on the event loop
 * only.
 */
public final class PushRouter {
    private final IdTable<ConfirmListener> publishers = new IdTable<>();
    private final IdTable<DeliveryListener> subscriptions = new IdTable<>();
    private final ConfirmMonitor confirms;
    private final ReadProgress arrivals;
    private boolean publishes;

    /** Creates a router that reports confirms and refusals, and chunks. */
    PushRouter(ConfirmMonitor confirms, ReadProgress arrivals) {
        this.confirms = confirms;
        this.arrivals = arrivals;
    }

    /** Dispatches a frame; false if it is not for a publisher or a subscription. */
    boolean receive(Frame frame) {
        if (frame.command() instanceof Deliver deliver) {
            deliver(deliver);
        } else if (frame.command() instanceof PublishConfirm confirm) {
            confirms.answered();
            confirmed(confirm);
        } else if (frame.command() instanceof PublishError error) {
            confirms.answered();
            refused(error);
        } else if (frame.command() instanceof MetadataUpdate update) {
            dropped(update);
        } else if (frame.command() instanceof ConsumerUpdate update) {
            updated(frame.correlationId(), update);
        } else {
            return false;
        }
        return true;
    }

    /**
     * Whether the connection has, or had, a publisher: while brokers are short of disk space or memory, they do not
     * read from such connections.
     */
    public boolean publishes() {
        return publishes;
    }

    /** Takes an id for a publisher, -1 if all 256 are in use. */
    public int register(ConfirmListener publisher) {
        publishes = true;
        return publishers.take(publisher);
    }

    /** Takes an id for a subscription, -1 if all 256 are in use. */
    public int register(DeliveryListener subscription) {
        return subscriptions.take(subscription);
    }

    /** Releases the id of a publisher, after the broker has deleted the publisher. */
    public void freePublisher(int id) {
        publishers.free(id);
    }

    /** Releases the id of a subscription, after the broker has deleted the subscription. */
    public void freeSubscription(int id) {
        subscriptions.free(id);
        arrivals.deleted(id);
    }

    /**
     * Dispatches a chunk to its subscription. Ids are released only after the broker has deleted the subscription, so a
     * chunk for an unused id would be missing in another subscription.
     */
    private void deliver(Deliver deliver) {
        DeliveryListener sink = subscriptions.holder(deliver.subscriptionId());
        if (sink == null) {
            throw new ProtocolException(
                    "chunk for subscription " + deliver.subscriptionId() + " (expected: the id of a subscription)");
        }
        arrivals.chunkArrived(deliver.subscriptionId());
        sink.deliver(deliver.chunk());
    }

    /** Dispatches a confirm. It is ignored if the publisher no longer exists, since it arrived too late. */
    private void confirmed(PublishConfirm confirm) {
        ConfirmListener sink = publishers.holder(confirm.publisherId());
        if (sink != null) {
            sink.confirmed(confirm);
        }
    }

    private void refused(PublishError error) {
        ConfirmListener sink = publishers.holder(error.publisherId());
        if (sink != null) {
            sink.refused(error);
        }
    }

    void writable() {
        publishers.holders().forEach(ConfirmListener::writable);
    }

    /** Dispatches a request to be the active consumer of a group, or no longer. */
    private void updated(int correlationId, ConsumerUpdate update) {
        DeliveryListener sink = subscriptions.holder(update.subscriptionId());
        if (sink != null) {
            sink.updated(correlationId, update.active());
        }
    }

    /**
     * Notifies all publishers and subscriptions of the stream: newer brokers delete only some of them, and do not
     * report which.
     */
    private void dropped(MetadataUpdate update) {
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
