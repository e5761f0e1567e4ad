package com.example;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import java.util.concurrent.CompletableFuture;

public final class Greetings {
    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        StreamsClient.create(uri).use(Greetings::run).join();
    }

    static CompletableFuture<Void> run(StreamsClient client) {
        return client.createStream("greetings")
                .thenCompose(created -> client.publisher("greetings"))
                .thenCompose(publisher -> publisher.send("hello"))
                .thenCompose(id -> client.subscribe("greetings", Offset.FIRST))
                .thenCompose(Subscription::next)
                .thenAccept(message -> System.out.println(message.offset() + ": " + message.body()));
    }
}
