package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Where to start, and how to continue after a restart. */
final class Offsets {
    private Offsets() {}

    static CompletableFuture<Subscription> theLastHour(StreamsClient client) {
        return client.subscribe("orders", Offset.timestamp(Instant.now().minus(Duration.ofHours(1))));
    }

    static CompletableFuture<Void> whereThisApplicationWas(StreamsClient client, MessageHandler handler) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withOffsetStoring(
                OffsetStoring.of("billing").withMessages(10_000).withInterval(Duration.ofSeconds(5)));
        Subscription subscription = await(client.subscribe("orders", Offset.stored("billing"), options));
        return subscription.forEach(handler);
    }

    static CompletableFuture<Void> acknowledged(Subscription subscription) {
        Message message = await(subscription.next());
        System.out.println(message.body()); // whatever is to be done with it
        subscription.acknowledge(message);
        return subscription.close();
    }

    static CompletableFuture<Void> storedByHand(StreamsClient client) {
        await(client.storeOffset("orders", "billing", 1041));
        OptionalLong stored = await(client.queryOffset("orders", "billing"));
        System.out.println("processed up to offset " + stored.orElseThrow());
        return CompletableFuture.completedFuture(null);
    }
}
