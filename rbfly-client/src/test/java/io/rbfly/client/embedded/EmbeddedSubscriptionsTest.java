package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What subscriptions promise, whatever the broker. */
@EmbeddedBrokerTest
class EmbeddedSubscriptionsTest {
    /** Publishes numbers, waiting for each {@code chunk} of them, so that there are several chunks. */
    private static void publish(StreamsClient client, String stream, int from, int to, int chunk) throws Exception {
        Publisher publisher = await(client.publisher(stream));
        for (int i = from; i < to; i++) {
            CompletableFuture<Long> sent = publisher.send((long) i);
            if (i % chunk == chunk - 1) {
                await(sent);
            }
        }
        await(publisher.close());
    }

    @Test
    void viewsAreTheMessagesInOrderAndThoseThatAreKeptStay(EmbeddedBroker broker) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        StreamsClient ofPool =
                StreamsClient.builder(broker.uri()).callbackExecutor(pool).build();
        withStream(broker, (client, stream) -> {
            int messages = 100_000;
            List<Object> bodies = LongStream.range(0, messages).boxed().collect(Collectors.toList());
            await(await(client.publisher(stream)).sendAll(bodies));
            for (StreamsClient reader : List.of(client, ofPool)) {
                Subscription subscription = await(reader.subscribe(stream, Offset.FIRST));
                List<Object> seen = new ArrayList<>();
                List<Message> kept = new ArrayList<>();
                await(subscription.forEachView(message -> {
                    seen.add(message.body());
                    if (seen.size() % 5000 == 0) {
                        kept.add(message.keep());
                    }
                    if (seen.size() == messages) {
                        subscription.close();
                    }
                }));
                assertThat(seen).isEqualTo(bodies);
                assertThat(kept)
                        .hasSize(20)
                        .allSatisfy(message -> assertThat(message.body()).isEqualTo(message.offset()));
            }
        });
        await(ofPool.close());
        pool.shutdown();
    }

    @Test
    void smallCreditsAndSmallBoundsOfBytesDoNotStall(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            byte[] large = new byte[50_000];
            Arrays.fill(large, (byte) 1);
            for (int i = 0; i < 60; i++) {
                await(publisher.send(i % 3 == 0 ? large : new byte[] {1}));
            }
            for (int credit : new int[] {1, 2, 3, 10}) {
                for (long bytes : new long[] {1, 60_000, 1 << 20}) {
                    Subscription subscription = await(client.subscribe(
                            stream,
                            Offset.FIRST,
                            SubscriptionOptions.DEFAULT
                                    .withMaxBufferedChunks(credit)
                                    .withMaxBufferedBytes(bytes)));
                    for (int i = 0; i < 60; i++) {
                        assertThat(await(subscription.next()).offset()).isEqualTo(i);
                    }
                    CompletableFuture<Message> later = subscription.next();
                    await(client.delay(Duration.ofMillis(5))); // the end of the stream, with credits left
                    assertThat(later).isNotDone();
                    await(subscription.close());
                }
            }
            Subscription subscription =
                    await(client.subscribe(stream, Offset.NEXT, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(2)));
            for (int i = 0; i < 10; i++) {
                await(publisher.send((long) i));
                assertThat(await(subscription.next()).body()).isEqualTo((long) i);
            }
        });
    }

    @Test
    void offsetsAreStoredAsMessagesAreProcessed(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 0, 100, 10);
            Subscription subscription = await(client.subscribe(
                    stream,
                    Offset.stored("reader"),
                    SubscriptionOptions.DEFAULT.withOffsetStoring(
                            OffsetStoring.of("reader").withMessages(30).withInterval(Duration.ofHours(1)))));
            List<Long> seen = new ArrayList<>();
            CompletableFuture<Void> loop =
                    subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
            long stored = 0;
            for (int i = 0; i < 1_000 && stored != 89; i++) {
                stored = await(client.queryOffset(stream, "reader")).orElse(0);
                await(client.delay(Duration.ofMillis(10)));
            }
            assertThat(stored).isEqualTo(89);
            await(subscription.close());
            await(loop);
            assertThat(await(client.queryOffset(stream, "reader"))).isEqualTo(OptionalLong.of(99));
            assertThat(seen)
                    .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
            publish(client, stream, 100, 101, 1);
            Subscription again = await(client.subscribe(stream, Offset.stored("reader")));
            assertThat(await(again.next()).body()).isEqualTo(100L);
            await(again.storeOffset("other"));
        });
    }

    @Test
    void aReactiveSubscriberGetsWhatItRequests(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 0, 1000, 100);
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            CompletableFuture<List<Object>> all = new CompletableFuture<>();
            subscription.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
                private final List<Object> bodies = new ArrayList<>();
                private Flow.Subscription flow;

                @Override
                public void onSubscribe(Flow.Subscription flow) {
                    this.flow = flow;
                    flow.request(1);
                }

                @Override
                public void onNext(Message message) {
                    bodies.add(message.body());
                    if (bodies.size() == 1000) {
                        subscription.close();
                    } else {
                        flow.request(1);
                    }
                }

                @Override
                public void onError(Throwable error) {
                    all.completeExceptionally(error);
                }

                @Override
                public void onComplete() {
                    all.complete(bodies);
                }
            });
            assertThat(await(all))
                    .isEqualTo(
                            LongStream.range(0, 1000).mapToObj(i -> (Object) i).toList());
        });
    }
}
