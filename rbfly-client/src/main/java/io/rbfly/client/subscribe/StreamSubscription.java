package io.rbfly.client.subscribe;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.StreamConnections;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import java.util.concurrent.CompletableFuture;

/** A subscription as the application sees it, in any thread; its {@link Receiver} is on the event loop. */
public final class StreamSubscription implements Subscription {
    private final Receiver receiver;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final MessageReader reader;

    private StreamSubscription(Receiver receiver, Callbacks callbacks) {
        this.receiver = receiver;
        this.callbacks = callbacks;
        this.serial = receiver.serial();
        this.reader = receiver.reader();
    }

    /** Subscribes; call it on the event loop. The future completes there when the broker accepted. */
    public static CompletableFuture<StreamSubscription> open(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            StreamConnections connections,
            ClientContext context) {
        Receiver receiver = new Receiver(stream, offset, options, connections, context);
        return receiver.open().thenApply(opened -> new StreamSubscription(receiver, context.callbacks()));
    }

    /** Completes on the event loop when the subscription is closed or ended otherwise. */
    public CompletableFuture<Void> closed() {
        return receiver.closed();
    }

    @Override
    public String stream() {
        return receiver.stream();
    }

    @Override
    public CompletableFuture<Message> next() {
        if (serial.isCurrent() && reader.isFree()) {
            Message message = reader.take();
            if (message != null) {
                return CompletableFuture.completedFuture(message);
            }
        }
        CompletableFuture<Message> future = new CompletableFuture<>();
        serial.execute(() -> reader.next(future));
        return future;
    }

    @Override
    public CompletableFuture<Void> forEach(MessageHandler handler) {
        CompletableFuture<Void> finished = new CompletableFuture<>();
        serial.execute(() -> reader.forEach(handler, finished));
        return finished;
    }

    @Override
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        callbacks.onLoop(() ->
                receiver.close().whenComplete((nothing, error) -> callbacks.execute(() -> closed.complete(null))));
        return closed;
    }

    @Override
    public String toString() {
        return "Subscription[stream=" + stream() + "]";
    }
}
