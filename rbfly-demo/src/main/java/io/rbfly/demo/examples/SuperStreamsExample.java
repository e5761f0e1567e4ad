package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Routing.PartitionChange;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Super streams. */
final class SuperStreamsExample {
    private SuperStreamsExample() {}

    static CompletableFuture<Void> create(StreamsClient client) {
        await(client.createSuperStream("orders", SuperStreamOptions.partitions(3)));
        return client.createSuperStream(
                "visits",
                SuperStreamOptions.bindingKeys("eu", "us", "asia")
                        .withStreamOptions(StreamOptions.DEFAULT.withMaxLengthBytes(20_000_000_000L)));
    }

    static CompletableFuture<Void> publish(StreamsClient client, List<String> customers) {
        Publisher publisher = await(client.superStreamPublisher("orders", Routing.hash(body -> (String) body)));
        for (String customer : customers) {
            await(publisher.enqueue(customer));
        }
        await(publisher.flush());
        return publisher.close();
    }

    static CompletableFuture<Publisher> byKey(StreamsClient client) {
        return client.superStreamPublisher("visits", Routing.key(body -> ((String) body).substring(0, 2)));
    }

    static CompletableFuture<Publisher> toAll(StreamsClient client) {
        return client.superStreamPublisher("visits", Routing.of((body, partitions) -> partitions));
    }

    static CompletableFuture<Publisher> following(StreamsClient client) {
        return client.superStreamPublisher(
                "orders",
                Routing.hash(body -> (String) body).withPartitionChange(PartitionChange.FOLLOW),
                PublisherOptions.named("shop"));
    }

    static CompletableFuture<Void> read(StreamsClient client) {
        Subscription subscription = await(client.subscribeSuperStream(
                "orders",
                Offset.stored("billing"),
                SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("billing"))));
        return subscription.forEach(MessageHandler.of(
                message -> System.out.println(message.stream() + " " + message.offset() + ": " + message.body())));
    }

    static CompletableFuture<Void> readInParallel(StreamsClient client, Executor pool, MessageHandler handler) {
        Subscription subscription = await(client.subscribeSuperStream(
                "orders", Offset.FIRST, SubscriptionOptions.DEFAULT.withPartitionExecutor(pool)));
        return subscription.forEach(handler);
    }

    static CompletableFuture<Subscription> share(StreamsClient client) {
        return client.subscribeSuperStream(
                "orders",
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("billing")));
    }
}
