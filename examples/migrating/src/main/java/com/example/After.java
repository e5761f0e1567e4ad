package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The same with RbFly: no thread waits, but that of {@code main}. */
public final class After {
    private static final String STREAM = "orders-after";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        StreamsClient.create(uri).use(After::run).join();
    }

    static CompletableFuture<Void> run(StreamsClient client) {
        return client.createStream(STREAM)
                .thenCompose(created -> publish(client))
                .thenCompose(published -> read(client))
                .thenCompose(read -> client.deleteStream(STREAM));
    }

    /** The future fails with the reason if a message is not confirmed. */
    static CompletableFuture<Void> publish(StreamsClient client) {
        List<byte[]> bodies =
                ORDERS.stream().map(order -> order.getBytes(UTF_8)).toList();
        return Async.using(
                client.publisher(STREAM, PublisherOptions.named("shop")), publisher -> publisher.sendAll(bodies));
    }

    /** The list needs no lock: a subscription's handler runs for one message at a time. */
    static CompletableFuture<Void> read(StreamsClient client) {
        List<String> received = new ArrayList<>();
        Offset start = Offset.stored("billing").orElse(Offset.FIRST);
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("billing"));
        return client.subscribe(STREAM, start, options)
                .thenCompose(subscription -> subscription.forEach(message -> {
                    received.add(new String((byte[]) message.body(), UTF_8));
                    return received.size() == ORDERS.size() ? subscription.close() : null;
                }))
                .thenRun(() -> System.out.println("received: " + String.join(", ", received)));
    }
}
