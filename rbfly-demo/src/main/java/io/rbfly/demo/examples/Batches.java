package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** Messages in batches. */
final class Batches {
    private Batches() {}

    static CompletableFuture<Void> inBatchesOfHundred(StreamsClient client, Collection<String> lines) {
        PublisherOptions options = PublisherOptions.DEFAULT
                .withBatching(Batching.of(100, Compression.LZ4))
                .withMaxUnconfirmed(50_000);
        Publisher publisher = await(client.publisher("orders", options));
        await(publisher.sendAll(lines));
        return publisher.close();
    }

    static PublisherOptions smallRatherThanSoon() {
        return PublisherOptions.DEFAULT
                .withBatching(Batching.of(1_000, Compression.ZSTD))
                .withMaxFrameDelay(Duration.ofMillis(50));
    }
}
