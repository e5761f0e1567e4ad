package com.example.orders;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.stream.StreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Uses options, events and errors, and the values of AMQP 1.0, on the module path. */
public final class Orders {
    private static final String STREAM = "orders-of-modules";
    private static final List<String> ORDERS = List.of("apples", "pears", "plums");

    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        List<String> received = StreamsClient.builder(uri)
                .connectionName("orders")
                .listener(Orders::tell)
                .build()
                .use(Orders::run)
                .join();
        System.out.println("received: " + String.join(", ", received));
    }

    /** Runs on the event loop. */
    private static void tell(ClientEvent event) {
        if (event instanceof ClientEvent.ConnectionOpened opened) {
            System.out.println("connected: " + opened.connection());
        }
    }

    private static CompletableFuture<List<String>> run(StreamsClient client) {
        return missing(client)
                .thenCompose(none -> client.deleteStream(STREAM)) // of the last run, if there was one
                .thenCompose(deleted -> client.createStream(STREAM, StreamOptions.DEFAULT.withMaxAge(Duration.ofDays(1))))
                .thenCompose(created -> publish(client))
                .thenCompose(published -> read(client));
    }

    private static CompletableFuture<Void> missing(StreamsClient client) {
        return client.publisher("no-such-stream").handle((publisher, error) -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (cause instanceof BrokerException refused && refused.code() == ErrorCode.STREAM_DOES_NOT_EXIST) {
                System.out.println("refused: " + refused.code());
                return null;
            }
            throw new IllegalStateException("the broker has a stream that should not be there", error);
        });
    }

    private static CompletableFuture<Void> publish(StreamsClient client) {
        PublisherOptions options = PublisherOptions.named("orders").withMaxUnconfirmed(1000);
        return Async.using(client.publisher(STREAM, options), publisher -> publisher.sendAll(ORDERS));
    }

    private static CompletableFuture<List<String>> read(StreamsClient client) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT
                .withMaxBufferedChunks(10)
                .withOffsetStoring(OffsetStoring.of("orders"));
        ErrorPolicy policy = ErrorPolicy.STOP.withRetries(3, Duration.ofMillis(100), Duration.ofSeconds(1));
        List<String> received = new ArrayList<>();
        return client.subscribe(STREAM, Offset.stored("orders").orElse(Offset.FIRST), options)
                .thenCompose(subscription -> subscription.forEach(
                        message -> {
                            received.add((String) message.body());
                            return received.size() == ORDERS.size() ? subscription.close() : null;
                        },
                        policy))
                .thenApply(ended -> received);
    }
}
