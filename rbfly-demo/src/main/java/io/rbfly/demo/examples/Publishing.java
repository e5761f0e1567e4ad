package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The ways to publish. */
final class Publishing {
    private Publishing() {}

    static CompletableFuture<Void> one(StreamsClient client) {
        Publisher publisher = await(client.publisher("orders"));
        long id = await(publisher.send("hello"));
        System.out.println("stored, publishing id " + id);
        return publisher.close();
    }

    static CompletableFuture<List<Object>> severalAtOnce(Publisher publisher) {
        return Async.gather(publisher.send("hello"), publisher.send(new byte[] {1, 2, 3}), publisher.send(42L));
    }

    static CompletableFuture<Long> withProperties(Publisher publisher, byte[] body) {
        return publisher.send(AmqpMessage.builder()
                .properties(MessageProperties.builder()
                        .messageId("order-17")
                        .contentType("application/json")
                        .creationTime(Instant.now())
                        .build())
                .applicationProperty("region", "eu")
                .data(body)
                .build());
    }

    static CompletableFuture<Void> inBatches(Publisher publisher, Iterable<String> lines) {
        for (String line : lines) {
            await(publisher.enqueue(line));
        }
        return publisher.flush();
    }

    static CompletableFuture<Void> allAtOnce(Publisher publisher, Collection<String> lines) {
        return publisher.sendAll(lines);
    }

    static CompletableFuture<Void> atFullSpeed(Publisher publisher, Iterable<String> lines) {
        for (String line : lines) {
            publisher.send(line).whenComplete((id, error) -> {
                if (error != null) {
                    System.err.println(line + " may not be stored: " + error.getMessage());
                }
            });
            await(publisher.ready());
        }
        return publisher.close();
    }

    static CompletableFuture<Publisher> withBounds(StreamsClient client) {
        return client.publisher(
                "orders",
                PublisherOptions.DEFAULT
                        .withMaxUnconfirmed(50_000)
                        .withMaxUnconfirmedBytes(16 << 20)
                        .withConfirmTimeout(Duration.ofSeconds(30)));
    }
}
