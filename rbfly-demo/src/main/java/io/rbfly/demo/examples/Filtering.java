package io.rbfly.demo.examples;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.codec.amqp.AmqpMessage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reading a part of a stream. */
final class Filtering {
    private Filtering() {}

    static @Nullable String region(AmqpMessage message) {
        return (String) message.applicationProperty("region");
    }

    static CompletableFuture<Publisher> publisher(StreamsClient client) {
        return client.publisher("orders", PublisherOptions.DEFAULT.withFilterValue(Filtering::region));
    }

    static CompletableFuture<Subscription> europeAndAsia(StreamsClient client) {
        MessageFilter filter = MessageFilter.of("eu", "asia").withFilterValue(Filtering::region);
        return client.subscribe("orders", Offset.FIRST, SubscriptionOptions.DEFAULT.withFilter(filter));
    }
}
