package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Groups, of which one member reads a stream at a time. */
final class Groups {
    private Groups() {}

    static CompletableFuture<Void> oneOfSeveral(StreamsClient client, MessageHandler handler) {
        SubscriptionOptions options =
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("billing"));
        Subscription subscription = await(client.subscribe("orders", Offset.FIRST, options));
        return subscription.forEach(handler);
    }

    static CompletableFuture<Void> withNext(Subscription subscription) {
        for (int i = 0; i < 100; i++) {
            Message message = await(subscription.next());
            System.out.println(message.body()); // whatever is to be done with it
            subscription.acknowledge(message);
        }
        return subscription.close();
    }

    /** Where an application keeps its results. */
    interface Database {
        CompletionStage<Long> lastOffset(String stream);
    }

    static SubscriptionOptions fromADatabase(Database database) {
        return SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("billing")
                .withHandOverTimeout(Duration.ofSeconds(10))
                .withOffsetOnActivation(stream -> database.lastOffset(stream).thenApply(last -> Offset.at(last + 1))));
    }

    static StreamsClientBuilder whoReads(StreamsClientBuilder builder) {
        return builder.listener(event -> {
            if (event instanceof ClientEvent.SubscriptionActivated) {
                System.out.println("reading " + ((ClientEvent.SubscriptionActivated) event).stream());
            } else if (event instanceof ClientEvent.SubscriptionDeactivated) {
                System.out.println("no longer reading " + ((ClientEvent.SubscriptionDeactivated) event).stream());
            }
        });
    }
}
