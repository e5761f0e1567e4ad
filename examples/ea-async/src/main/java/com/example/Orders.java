package com.example;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Publishes some messages, reads them in a loop, and ends the loop at the last of them. */
public final class Orders {
    private static final String STREAM = "orders-of-ea-async";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        List<String> received = StreamsClient.create(uri).use(Orders::run).join();
        System.out.println("received: " + String.join(", ", received));
    }

    static CompletableFuture<List<String>> run(StreamsClient client) {
        await(client.deleteStream(STREAM)); // of the last run, if there was one
        await(client.createStream(STREAM));
        await(publish(client));
        return read(client);
    }

    static CompletableFuture<Void> publish(StreamsClient client) {
        Publisher publisher = await(client.publisher(STREAM));
        for (String order : ORDERS) {
            await(publisher.enqueue(order)); // waits only while the window of unconfirmed messages is full
        }
        await(publisher.flush()); // all are confirmed
        return publisher.close();
    }

    static CompletableFuture<List<String>> read(StreamsClient client) {
        Subscription subscription = await(client.subscribe(STREAM, Offset.FIRST));
        List<String> received = new ArrayList<>();
        await(subscription.forEach(message -> {
            received.add((String) message.body());
            return received.size() == ORDERS.size() ? subscription.close() : null;
        }));
        return CompletableFuture.completedFuture(received);
    }
}
