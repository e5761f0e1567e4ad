package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Examples of work on the event loop and in a pool. */
final class Concurrency {
    private Concurrency() {}

    /** Reads a message a second, without keeping a thread from other work for that second. */
    static CompletableFuture<Void> readSlowly(StreamsClient client) {
        return client.subscribe("greetings", Offset.FIRST)
                .thenCompose(subscription -> subscription.forEach(message -> client.delay(Duration.ofSeconds(1))));
    }

    /** Calculates in a pool of the application; the event loop is free meanwhile. */
    static CompletableFuture<Void> readAndCalculate(StreamsClient client, ExecutorService pool) {
        return client.subscribe("greetings", Offset.FIRST)
                .thenCompose(
                        subscription -> subscription.forEach(message -> client.runIn(pool, () -> calculate(message))));
    }

    static CompletableFuture<Integer> totalLength(Subscription subscription, int messages) {
        int length = 0;
        for (int i = 0; i < messages; i++) {
            Message message = await(subscription.next());
            length += ((String) message.body()).length();
        }
        return CompletableFuture.completedFuture(length);
    }

    static StreamsClient clientWithPool(ExecutorService pool) {
        return StreamsClient.builder("rabbitmq-stream://localhost")
                .callbackExecutor(pool)
                .build();
    }

    private static int calculate(Message message) {
        return message.raw().length;
    }
}
