package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Each message stored once. */
final class Deduplication {
    private Deduplication() {}

    static CompletableFuture<Publisher> overReconnects(StreamsClient client) {
        return client.publisher("orders", PublisherOptions.named("shop-1"));
    }

    /** Sends the same ten messages; however often it is called, the stream has ten. */
    static CompletableFuture<Void> tenMessages(StreamsClient client) {
        Publisher publisher = await(client.publisher("orders", PublisherOptions.named("import")));
        for (long id = 1; id <= 10; id++) {
            await(publisher.send(id, "message " + id));
        }
        return publisher.close();
    }

    /** Continues after the last line that is stored. */
    static CompletableFuture<Void> restOf(List<String> lines, StreamsClient client) {
        Publisher publisher = await(client.publisher("orders", PublisherOptions.named("import")));
        int stored = (int) publisher.lastPublishingId();
        await(publisher.sendAll(lines.subList(stored, lines.size())));
        return publisher.close();
    }
}
