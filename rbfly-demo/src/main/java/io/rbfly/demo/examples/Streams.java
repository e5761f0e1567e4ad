package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.stream.StreamOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Creating, querying and deleting streams. */
final class Streams {
    private Streams() {}

    static CompletableFuture<Void> forAWeek(StreamsClient client) {
        return client.createStream(
                "orders", StreamOptions.DEFAULT.withMaxAge(Duration.ofDays(7)).withMaxSegmentSizeBytes(100_000_000));
    }

    static CompletableFuture<Void> ask(StreamsClient client) {
        System.out.println("exists: " + await(client.streamExists("orders")));
        System.out.println("leader: " + await(client.streamMetadata("orders")).get("orders"));
        return client.deleteStream("orders");
    }
}
