package com.example;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Publishes some messages, reads them in a loop, and ends the loop at the last of them. */
public final class Orders {
    private static final String STREAM = "orders-of-futures";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        List<String> received = StreamsClient.create(uri).use(Orders::run).join();
        System.out.println("received: " + String.join(", ", received));
    }

    static CompletableFuture<List<String>> run(StreamsClient client) {
        return client.deleteStream(STREAM) // of the last run, if there was one
                .thenCompose(deleted -> client.createStream(STREAM))
                .thenCompose(created -> publish(client))
                .thenCompose(published -> read(client));
    }

    /** Async.using closes the publisher, also when sending fails. */
    static CompletableFuture<Void> publish(StreamsClient client) {
        return Async.using(client.publisher(STREAM), publisher -> publisher.sendAll(ORDERS));
    }

    /** A handler that closes its subscription ends the loop, whose future then completes normally. */
    static CompletableFuture<List<String>> read(StreamsClient client) {
        List<String> received = new ArrayList<>();
        return client.subscribe(STREAM, Offset.FIRST)
                .thenCompose(subscription -> subscription.forEach(message -> {
                    received.add((String) message.body());
                    return received.size() == ORDERS.size() ? subscription.close() : null;
                }))
                .thenApply(ended -> received);
    }
}
