package io.rbfly.client.subscribing;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
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

/** What subscriptions promise, on real brokers. */
class SubscribingIT {
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

    private static long first(StreamsClient client, String stream, Offset offset) throws Exception {
        Subscription subscription = await(client.subscribe(stream, offset));
        long first = await(subscription.next()).offset();
        await(subscription.close());
        return first;
    }

    /** Reads until the message with this body. */
    private static List<Object> readTo(Subscription subscription, Object last) throws Exception {
        List<Object> bodies = new ArrayList<>();
        await(subscription.forEach(message -> {
            bodies.add(message.body());
            return last.equals(message.body()) ? subscription.close() : null;
        }));
        return bodies;
    }

    @BrokerTest(
            dedicated = true,
            versions = {"3.10", "4.3"})
    void whatIsPublishedBeforeTheConnectionIsBackComesThoughNothingWasReceived(Broker broker) throws Exception {
        String full = newName();
        String empty = newName();
        StreamsClient client = StreamsClient.create(broker.uri());
        await(client.createStream(full));
        await(client.createStream(empty));
        publish(client, full, 0, 100, 10);
        Subscription next = await(client.subscribe(full, Offset.NEXT));
        Subscription nextOfEmpty = await(client.subscribe(empty, Offset.NEXT));
        Subscription lastOfEmpty = await(client.subscribe(empty, Offset.LAST));
        List<CompletableFuture<Message>> messages = List.of(next.next(), nextOfEmpty.next(), lastOfEmpty.next());
        broker.stop();
        broker.start();
        // The client above may be back before or after this; the result is the same.
        StreamsClient other = StreamsClient.create(broker.uri());
        publish(other, full, 100, 103, 1);
        publish(other, empty, 100, 103, 1);
        for (CompletableFuture<Message> message : messages) {
            assertThat(await(message).body()).isEqualTo(100L);
        }
        assertThat(readTo(next, 102L)).containsExactly(101L, 102L);
        assertThat(readTo(nextOfEmpty, 102L)).containsExactly(101L, 102L);
        assertThat(readTo(lastOfEmpty, 102L)).containsExactly(101L, 102L);
        await(other.close());
        await(client.close());
    }

    @BrokerTest
    void viewsAreTheMessagesInOrderAndThoseThatAreKeptStay(Broker broker) throws Exception {
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

    @BrokerTest(versions = "3.10+")
    void allOffsetsAtAndAroundTheBoundsOfChunks(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 0, 50, 10);
            for (long offset : new long[] {0, 1, 9, 10, 11, 19, 20, 49}) {
                assertThat(first(client, stream, Offset.at(offset))).isEqualTo(offset);
                if (offset > 0) {
                    await(client.storeOffset(stream, "reader", offset - 1));
                    assertThat(first(client, stream, Offset.stored("reader"))).isEqualTo(offset);
                }
            }
            assertThat(first(client, stream, Offset.FIRST)).isZero();
            assertThat(first(client, stream, Offset.LAST)).isBetween(0L, 49L);
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            Message last = null;
            for (int i = 0; i < 50; i++) {
                last = await(subscription.next());
            }
            assertThat(first(client, stream, Offset.timestamp(last.timestamp())))
                    .isBetween(1L, 49L);
            Subscription next = await(client.subscribe(stream, Offset.NEXT));
            publish(client, stream, 50, 51, 1);
            assertThat(await(next.next()).body()).isEqualTo(50L);
        });
    }

    @BrokerTest
    void smallCreditsAndSmallBoundsOfBytesDoNotStall(Broker broker) throws Exception {
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

    @BrokerTest
    void offsetsAreStoredAsMessagesAreProcessed(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 0, 100, 10);
            Subscription subscription = await(client.subscribe(
                    stream,
                    Offset.stored("reader"),
                    SubscriptionOptions.DEFAULT.withOffsetStoring(
                            OffsetStoring.of("reader").withMessages(30))));
            List<Long> seen = new ArrayList<>();
            CompletableFuture<Void> loop =
                    subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
            while (await(client.queryOffset(stream, "reader")).orElse(0) != 89) {
                await(client.delay(Duration.ofMillis(10)));
            }
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

    @BrokerTest
    void aReactiveSubscriberGetsWhatItRequests(Broker broker) throws Exception {
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

    @BrokerTest(versions = "3.10")
    void subscribingWithAFilterFailsOnABrokerWithoutFilters(Broker broker) throws Exception {
        withStream(
                broker,
                (client, stream) -> assertThatThrownBy(() -> await(client.subscribe(
                                stream, Offset.FIRST, SubscriptionOptions.DEFAULT.withFilter(MessageFilter.of("a")))))
                        .isInstanceOf(UnsupportedException.class));
    }

    @BrokerTest(versions = "4.0+")
    void aFilterHandsOutTheMessagesOfItsValuesOnly(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            OfficialClient.publishFiltered(broker, stream, List.of("a", "b", "c"), 300);
            Subscription subscription = await(client.subscribe(
                    stream,
                    Offset.FIRST,
                    SubscriptionOptions.DEFAULT.withFilter(MessageFilter.of("a", "c")
                            .withFilterValue(message -> String.valueOf(message.applicationProperty("value"))))));
            List<String> values = new ArrayList<>();
            await(subscription.forEach(message -> {
                values.add(String.valueOf(message.content().applicationProperty("value")));
                return values.size() == 200 ? subscription.close() : null;
            }));
            assertThat(values).hasSize(200).containsOnly("a", "c");
        });
    }
}
