package com.example;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import java.util.concurrent.CompletableFuture;

public final class Greetings {
    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        StreamsClient.create(uri).use(Greetings::run).join();
    }

    static CompletableFuture<Void> run(StreamsClient client) {
        await(client.createStream("greetings"));

        Publisher publisher = await(client.publisher("greetings"));
        await(publisher.send("hello"));

        Subscription subscription = await(client.subscribe("greetings", Offset.FIRST));
        Message message = await(subscription.next());
        System.out.println(message.offset() + ": " + message.body());
        return CompletableFuture.completedFuture(null);
    }
}
