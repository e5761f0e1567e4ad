package io.rbfly.demo.examples;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import java.util.concurrent.CompletableFuture;

/** The first program, with futures only. */
final class GreetingsWithFutures {
    private GreetingsWithFutures() {}

    static CompletableFuture<Void> run(StreamsClient client) {
        return client.createStream("greetings")
                .thenCompose(created -> client.publisher("greetings"))
                .thenCompose(publisher -> publisher.send("hello"))
                .thenCompose(id -> client.subscribe("greetings", Offset.FIRST))
                .thenCompose(Subscription::next)
                .thenAccept(message -> System.out.println(message.offset() + ": " + message.body()));
    }
}
