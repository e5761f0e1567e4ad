package io.rbfly.client.publish;

import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.StreamConnections;
import io.rbfly.client.loop.Callbacks;
import java.util.concurrent.CompletableFuture;

/** A publisher as the application sees it, in any thread; its {@link Sender} is on the event loop. */
public final class StreamPublisher implements Publisher {
    private final String stream;
    private final String name;
    private final Callbacks callbacks;
    private final Sender sender;
    private final OutgoingBatch batch;

    private StreamPublisher(Sender sender, String name, Callbacks callbacks) {
        this.stream = sender.stream();
        this.name = name;
        this.callbacks = callbacks;
        this.sender = sender;
        this.batch = sender.batch();
    }

    /** Makes a publisher; call it on the event loop. The future completes there when the broker knows the publisher. */
    public static CompletableFuture<StreamPublisher> open(
            String stream, PublisherOptions options, StreamConnections connections, ClientContext context) {
        Sender sender = new Sender(stream, options, connections, context);
        return sender.open().thenApply(opened -> new StreamPublisher(sender, options.name(), context.callbacks()));
    }

    /** Completes on the event loop when the publisher is closed or ended otherwise. */
    public CompletableFuture<Void> closed() {
        return sender.closed();
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Long> send(Object body) {
        return batch.add(body);
    }

    @Override
    public CompletableFuture<Void> ready() {
        CompletableFuture<Void> room = batch.room();
        return room.isDone() ? room : callbacks.expose(room);
    }

    @Override
    public CompletableFuture<Void> close() {
        batch.end(new ClosedException("publisher on stream " + stream + " is closed"));
        CompletableFuture<Void> closed = new CompletableFuture<>();
        callbacks.onLoop(() -> sender.close().thenRun(() -> callbacks.execute(() -> closed.complete(null))));
        return closed;
    }

    @Override
    public String toString() {
        return "Publisher[stream=" + stream + ", name=" + name + "]";
    }
}
