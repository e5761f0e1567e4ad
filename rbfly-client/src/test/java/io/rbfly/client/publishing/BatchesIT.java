package io.rbfly.client.publishing;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.take;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Brokers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches on real brokers, beside those from and to the official client. */
class BatchesIT {
    private static PublisherOptions batches(Compression compression) {
        return PublisherOptions.DEFAULT.withBatching(Batching.of(100, compression));
    }

    private static List<String> bodies(int count) {
        return IntStream.range(0, count).mapToObj(i -> "body " + i).toList();
    }

    /**
     * Messages with their indexes as ids, by a publisher that is opened for them; the application may have restarted.
     */
    private static void send(StreamsClient client, String stream, PublisherOptions options, int count)
            throws Exception {
        Publisher publisher = await(client.publisher(stream, options));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            sent.add(publisher.send(id, "body " + (id - 1)));
        }
        await(publisher.flush());
        for (CompletableFuture<Long> each : sent) {
            await(each);
        }
        await(publisher.close());
    }

    @BrokerTest(versions = "3.10+")
    void afterARestartMessagesAreStoredOnceAlthoughBatchesHaveOtherBorders(Broker broker) throws Exception {
        for (Compression compression : Compression.values()) {
            withStream(broker, (client, stream) -> {
                PublisherOptions named = batches(compression).withName("p");
                send(client, stream, named, 150);
                send(client, stream, named, 222);
                send(client, stream, named.withBatching(Batching.of(7, compression)), 500);

                Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
                assertThat(take(subscription, 500)).extracting(Message::body).isEqualTo(bodies(500));
            });
        }
    }

    @BrokerTest(versions = "3.10+")
    void aHandlerGetsTheMessagesOfAChunkAtOnce(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream, batches(Compression.ZSTD)));
            await(publisher.sendAll(bodies(5_000)));
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Object> read = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            await(subscription.forEachBatch(messages -> {
                messages.forEach(message -> read.add(message.body()));
                sizes.add(messages.size());
                return read.size() < 5_000 ? null : subscription.close();
            }));

            assertThat(read).isEqualTo(bodies(5_000));
            assertThat(sizes).as("messages at once").anyMatch(size -> size >= 100);
        });
    }

    @Test
    void aBatchAboveTheLimitOfTheBrokerIsRefusedAndNotSentAgain() throws Exception {
        String limit = "stream.max_uncompressed_sub_entry_batch_size = 10000";
        try (Broker broker = Brokers.dedicated(BrokerVersion.CURRENT, "--conf", limit)) {
            withStream(broker, (client, stream) -> {
                Publisher publisher = await(client.publisher(stream, batches(Compression.GZIP)));
                await(publisher.send("before"));
                assertThatThrownBy(() -> await(publisher.send(new byte[10_000])))
                        .isInstanceOfSatisfying(
                                BrokerException.class,
                                error -> assertThat(error.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
                await(publisher.send("behind"));

                Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
                assertThat(take(subscription, 2)).extracting(Message::body).containsExactly("before", "behind");
            });
        }
    }
}
