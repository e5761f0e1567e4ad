package com.example;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Publishes and reads at the same time, each in a virtual thread: join() is the await. */
public final class Orders {
    private static final String STREAM = "orders-of-virtual-threads";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) throws Exception {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        StreamsClient client = StreamsClient.create(uri);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.deleteStream(STREAM).join(); // of the last run, if there was one
            client.createStream(STREAM).join();

            Future<?> publishing = threads.submit(() -> publish(client));
            Future<List<String>> reading = threads.submit(() -> read(client));
            publishing.get();
            System.out.println("received: " + String.join(", ", reading.get()));
        } finally {
            client.close().join();
        }
    }

    static void publish(StreamsClient client) {
        Publisher publisher = client.publisher(STREAM).join();
        for (String order : ORDERS) {
            publisher.enqueue(order).join(); // waits only while the window of unconfirmed messages is full
        }
        publisher.flush().join(); // all are confirmed
        publisher.close().join();
    }

    static List<String> read(StreamsClient client) {
        Subscription subscription = client.subscribe(STREAM, Offset.FIRST).join();
        List<String> received = new ArrayList<>();
        while (received.size() < ORDERS.size()) {
            Message message = subscription.next().join();
            received.add((String) message.body());
        }
        subscription.close().join();
        return received;
    }
}
