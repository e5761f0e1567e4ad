package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.stream.StreamStatistics;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far readers are behind, and where they would start. */
@EmbeddedBrokerTest
class EmbeddedLagTest {
    private final String stream = newName();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.create(broker.uri());
        await(client.createStream(stream));
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    /** Stores chunks of ten messages. */
    private void publish(String to, int chunks) throws Exception {
        publish(to, chunks, Compression.NONE);
    }

    private void publish(String to, int chunks, Compression compression) throws Exception {
        // A batch is in one chunk. On the event loop, all is sent before the first frame leaves.
        Publisher publisher =
                await(client.publisher(to, PublisherOptions.DEFAULT.withBatching(Batching.of(10, compression))));
        for (int i = 0; i < chunks; i++) {
            await(CompletableFuture.supplyAsync(
                            () -> publisher.sendAll(
                                    IntStream.range(0, 10).boxed().toList()),
                            client.executor())
                    .thenCompose(sent -> sent));
        }
        await(publisher.close());
    }

    @Test
    void theLagOfASubscriptionIsWhatItHasNotDelivered() throws Exception {
        publish(stream, 5);
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        assertThat(await(subscription.lag())).isEqualTo(50);
        take(subscription, 15);
        assertThat(await(subscription.lag())).isEqualTo(35);
        publish(stream, 1);
        assertThat(await(subscription.lag())).isEqualTo(45);
        take(subscription, 45);
        assertThat(await(subscription.lag())).isZero();
        await(subscription.close());
        publish(stream, 1);

        assertThat(await(subscription.lag())).as("after closing").isEqualTo(10);
    }

    @Test
    void theLagCountsFromTheStartBeforeTheFirstMessage() throws Exception {
        publish(stream, 5);
        SubscriptionOptions one = SubscriptionOptions.DEFAULT.withMaxBufferedChunks(1);
        for (Offset offset : new Offset[] {Offset.at(15), Offset.NEXT, Offset.LAST, Offset.at(1000)}) {
            Subscription subscription = await(client.subscribe(stream, offset, one));
            long lag = await(subscription.lag());
            if (offset.equals(Offset.NEXT)) {
                assertThat(lag).as("until the last chunk is received").isLessThan(10);
            } else {
                long expected = offset.equals(Offset.at(15)) ? 35 : offset.equals(Offset.LAST) ? 10 : 0;
                assertThat(lag).as("at %s", offset).isEqualTo(expected);
            }
        }
        await(client.storeOffset(stream, "r", 24));
        Subscription stored = await(client.subscribe(stream, Offset.stored("r"), one));
        assertThat(await(stored.lag())).as("with the offset of the stored one").isEqualTo(26);
    }

    @Test
    void nothingFollowsTheHighestOffset() throws Exception {
        publish(stream, 1);
        await(client.storeOffset(stream, "r", -1));
        Subscription subscription = await(client.subscribe(stream, Offset.at(-1)));

        assertThat(await(client.lag(stream, "r"))).hasValue(0);
        assertThat(await(subscription.lag())).isZero();
    }

    @Test
    void theLagOfAnEmptyStreamIsZero() throws Exception {
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));

        assertThat(await(subscription.lag())).isZero();
    }

    @Test
    void theLagOfAReferenceIsWhatFollowsItsOffset() throws Exception {
        publish(stream, 5);
        assertThat(await(client.lag(stream, "r"))).isEmpty();
        await(client.storeOffset(stream, "r", 19));

        assertThat(await(client.lag(stream, "r")))
                .as("30 messages and the stored offset")
                .hasValue(31);
        assertThatThrownBy(() -> await(client.lag("no-" + stream, "r"))).isInstanceOf(BrokerException.class);
    }

    @Test
    void theLagOfASuperStreamIsThatOfItsPartitions() throws Exception {
        String name = newName();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(3)));
        publish(name + "-0", 5);
        publish(name + "-2", 1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (@Nullable Executor executor : new Executor[] {null, pool}) {
            Subscription subscription = await(client.subscribeSuperStream(
                    name, Offset.FIRST, SubscriptionOptions.DEFAULT.withPartitionExecutor(executor)));
            assertThat(await(subscription.lag())).isEqualTo(60);
            await(subscription.close());
        }
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.FIRST));
        take(subscription, 25);
        assertThat(await(subscription.lag())).isEqualTo(35);
        pool.shutdown();
    }

    @Test
    void theLagOfAnEndedSubscriptionIsAClearError() throws Exception {
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        await(client.deleteStream(stream));
        assertThatThrownBy(() -> await(subscription.lag())).isInstanceOf(BrokerException.class);
        await(client.close());

        assertThatThrownBy(() -> await(subscription.lag())).isInstanceOf(ClosedException.class);
    }

    @Test
    void messagesHaveTheCommittedChunkIdAtTheTimeTheyWereSent() throws Exception {
        publish(stream, 5);
        publish(stream, 1, Compression.GZIP); // in one chunk or two: compressing may begin with the first message
        OptionalLong last = await(client.streamStats(stream)).committedChunkId();
        assertThat(last.orElseThrow()).isBetween(50L, 59L);
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));

        assertThat(take(subscription, 60))
                .allSatisfy(message -> assertThat(message.committedChunkId()).isEqualTo(last));
        List<OptionalLong> ofViews = new ArrayList<>();
        Subscription views = await(client.subscribe(stream, Offset.LAST));
        await(views.forEachView(view -> {
            ofViews.add(view.committedChunkId());
            views.close();
        }));
        assertThat(ofViews).containsExactly(last);
    }

    @Test
    void statisticsHaveTheCommittedOffset() throws Exception {
        assertThat(await(client.streamStats(stream)).committedOffset()).isEmpty();
        publish(stream, 5);

        assertThat(await(client.streamStats(stream)))
                .isEqualTo(StreamStatistics.of(OptionalLong.of(0), OptionalLong.of(40), OptionalLong.of(49)));
    }

    @Test
    void anOffsetIsResolvedToTheFirstOneOfItsChunk() throws Exception {
        assertThat(await(client.resolveOffset(stream, Offset.NEXT))).isZero();
        publish(stream, 5);
        assertThat(await(client.resolveOffset(stream, Offset.FIRST))).isZero();
        assertThat(await(client.resolveOffset(stream, Offset.LAST))).isEqualTo(40);
        assertThat(await(client.resolveOffset(stream, Offset.NEXT))).isEqualTo(50);
        assertThat(await(client.resolveOffset(stream, Offset.at(15)))).isEqualTo(10);
        assertThat(await(client.resolveOffset(stream, Offset.stored("r").orElse(Offset.LAST))))
                .isEqualTo(40);
        await(client.storeOffset(stream, "r", 29));
        assertThat(await(client.resolveOffset(stream, Offset.stored("r")))).isEqualTo(30);
        assertThatThrownBy(() -> await(client.resolveOffset("no-" + stream, Offset.FIRST)))
                .isInstanceOf(BrokerException.class);
    }
}
