package io.rbfly.demo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The examples do what the documentation says. */
@EmbeddedBrokerTest
class ExamplesTest {
    @Test
    void theDemoInItsShortestForm(EmbeddedBroker broker) throws Exception {
        CountDownLatch twoCalculations = new CountDownLatch(2);
        Executor pool = task -> {
            twoCalculations.countDown();
            ForkJoinPool.commonPool().execute(task);
        };
        StreamsClient client = StreamsClient.create(broker.uri());
        CompletableFuture<Void> demo = CpuBound.demo(client, pool, 64);
        assertThat(twoCalculations.await(30, TimeUnit.SECONDS)).isTrue();

        client.close().get(30, TimeUnit.SECONDS); // which ends both loops

        assertThat(demo)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ClosedException.class); // the stream cannot be deleted any more
        StreamsClient.create(broker.uri())
                .use(other -> other.deleteStream("rbfly-demo-stream-cpubound"))
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void awaitInALoop(EmbeddedBroker broker) throws Exception {
        run(
                broker,
                client -> client.createStream("greetings")
                        .thenCompose(created -> client.publisher("greetings"))
                        .thenCompose(publisher -> Async.gather(publisher.send("four"), publisher.send("fifth")))
                        .thenCompose(ids -> client.subscribe("greetings", Offset.FIRST))
                        .thenCompose(subscription -> Concurrency.totalLength(subscription, 2))
                        .thenAccept(length -> assertThat(length).isEqualTo(9)));
    }

    @Test
    void theWaysToPublishAndToRead(EmbeddedBroker broker) throws Exception {
        withOrders(
                broker,
                client -> Publishing.one(client)
                        .thenCompose(done -> Publishing.withBounds(client))
                        .thenCompose(publisher -> Publishing.severalAtOnce(publisher)
                                .thenCompose(ids -> Publishing.withProperties(publisher, new byte[100]))
                                .thenCompose(id -> Publishing.inBatches(publisher, List.of("a", "b", "c")))
                                .thenCompose(done -> Publishing.allAtOnce(publisher, List.of("d", "e")))
                                .thenCompose(done -> Publishing.atFullSpeed(publisher, List.of("f", "g"))))
                        .thenCompose(done -> Subscribing.oneByOne(client))
                        .thenCompose(done -> Subscribing.withBounds(client))
                        .thenCompose(subscription -> assertThatAllAreThere(subscription, 12)));
    }

    @Test
    void handlingGoesOnPastAMessageAtWhichTheHandlerFails(EmbeddedBroker broker) throws Exception {
        List<Long> handled = new CopyOnWriteArrayList<>();
        withOrders(
                broker,
                client -> client.publisher("orders")
                        .thenCompose(publisher -> publisher.sendAll(List.of("a", "b", "c")))
                        .thenCompose(done -> client.subscribe("orders", Offset.FIRST))
                        .thenCompose(subscription -> Subscribing.goingPastErrors(subscription, message -> {
                            if (message.body().equals("b")) {
                                throw new IllegalStateException("no b");
                            }
                            handled.add(message.offset());
                            return handled.size() == 2 ? subscription.close() : null;
                        })));
        assertThat(handled).containsExactly(0L, 2L);
    }

    @Test
    void aLoopThatIsCancelledLeavesTheNextMessageToOthers(EmbeddedBroker broker) throws Exception {
        List<Object> handled = new CopyOnWriteArrayList<>();
        withOrders(
                broker,
                client -> client.publisher("orders")
                        .thenCompose(publisher -> publisher
                                .send("a")
                                .thenCompose(id -> client.subscribe("orders", Offset.FIRST))
                                .thenCompose(subscription -> Subscribing.forAWhile(
                                                client,
                                                subscription,
                                                message -> {
                                                    handled.add(message.body());
                                                    return null;
                                                },
                                                Duration.ofMillis(500))
                                        .handle((ended, error) -> {
                                            assertThat(error).isInstanceOf(CancellationException.class);
                                            return publisher.send("b");
                                        })
                                        .thenCompose(sent -> subscription.next()))
                                .thenAccept(
                                        message -> assertThat(message.body()).isEqualTo("b"))));
        assertThat(handled).containsExactly("a");
    }

    @Test
    void whatIsKeptOfMessagesThatAreSeenInPlaceStays(EmbeddedBroker broker) throws Exception {
        CompletableFuture<Message> kept = new CompletableFuture<>();
        Queue<Message> large = new ArrayDeque<>() {
            @Override
            public boolean add(Message message) {
                return kept.complete(message);
            }
        };
        withOrders(
                broker,
                client -> client.publisher("orders")
                        .thenCompose(
                                publisher -> publisher.sendAll(List.of(new byte[10], new byte[2000], new byte[20])))
                        .thenCompose(done -> client.subscribe("orders", Offset.FIRST))
                        .thenCompose(subscription -> {
                            Subscribing.inPlace(subscription, large);
                            return kept;
                        }));
        assertThat(kept.join().offset()).isEqualTo(1);
        assertThat((byte[]) kept.join().body()).hasSize(2000);
    }

    @Test
    void aCodecOfTheApplicationTakesThePlaceOfTheClients(EmbeddedBroker broker) throws Exception {
        PublisherOptions batches = PublisherOptions.DEFAULT.withBatching(Batching.of(50, Compression.GZIP));
        withOrders(
                broker,
                client -> client.publisher("orders", batches)
                        .thenCompose(publisher -> publisher.sendAll(Collections.nCopies(200, "the same again")))
                        .thenCompose(done -> client.subscribe("orders", Offset.FIRST))
                        .thenCompose(subscription -> assertThatAllAreThere(subscription, 200)));
        assertThat(CountedGzip.COMPRESSORS).hasPositiveValue();
        assertThat(CountedGzip.DECOMPRESSORS).hasPositiveValue();
    }

    @Test
    void tenMessagesAreTenHoweverOftenTheyAreSent(EmbeddedBroker broker) throws Exception {
        withOrders(
                broker,
                client -> Deduplication.tenMessages(client)
                        .thenCompose(done -> Deduplication.tenMessages(client))
                        .thenCompose(done -> Deduplication.restOf(Collections.nCopies(12, "line"), client))
                        .thenCompose(done -> client.subscribe("orders", Offset.FIRST))
                        .thenCompose(subscription -> assertThatAllAreThere(subscription, 12)));
    }

    @Test
    void offsetsAreStoredByHandAndByThemselves(EmbeddedBroker broker) throws Exception {
        List<Object> handled = new CopyOnWriteArrayList<>();
        withOrders(
                broker,
                client -> Deduplication.tenMessages(client)
                        .thenCompose(done -> client.subscribe("orders", Offset.FIRST))
                        .thenCompose(subscription -> subscription.forEach(message -> message.body()
                                        .equals("message 4")
                                ? subscription.storeOffset("billing").thenCompose(stored -> subscription.close())
                                : null))
                        .thenCompose(done -> Offsets.whereThisApplicationWas(client, message -> {
                            handled.add(message.body());
                            return handled.size() == 6 ? client.close() : null;
                        })));
        assertThat(handled)
                .containsExactly("message 5", "message 6", "message 7", "message 8", "message 9", "message 10");
    }

    @Test
    void oneMemberOfAGroupReadsAtATime(EmbeddedBroker broker) throws Exception {
        List<Object> handled = new CopyOnWriteArrayList<>();
        withOrders(
                broker,
                client -> Deduplication.tenMessages(client)
                        .thenCompose(done -> Groups.oneOfSeveral(client, message -> {
                            handled.add(message.body());
                            return handled.size() == 10 ? client.close() : null;
                        })));
        assertThat(handled).hasSize(10).startsWith("message 1");
    }

    @Test
    void onlyWantedMessagesComeThroughAFilter(EmbeddedBroker broker) throws Exception {
        withOrders(
                broker,
                client -> Filtering.publisher(client)
                        .thenCompose(publisher -> publisher.sendAll(
                                List.of(inRegion("eu"), inRegion("us"), inRegion("asia"), inRegion("us"))))
                        .thenCompose(done -> Filtering.europeAndAsia(client))
                        .thenCompose(subscription -> assertThatAllAreThere(subscription, 2)));
    }

    @Test
    void streamsAreCreatedAskedAboutAndDeleted(EmbeddedBroker broker) throws Exception {
        run(
                broker,
                client -> Streams.forAWeek(client)
                        .thenCompose(created -> Streams.ask(client))
                        .thenCompose(deleted -> client.streamExists("orders"))
                        .thenAccept(exists -> assertThat(exists).isFalse()));
    }

    /**
     * Counts again while messages are missing, up to the time limit of the test: a machine that stands still for a
     * second ends a count early, but the next one has what is left.
     */
    private static CompletableFuture<Void> assertThatAllAreThere(Subscription subscription, int expected) {
        return Subscribing.allThatIsThere(subscription).thenCompose(messages -> {
            assertThat(messages).isLessThanOrEqualTo(expected);
            return messages == expected
                    ? CompletableFuture.<Void>completedFuture(null)
                    : assertThatAllAreThere(subscription, expected - messages);
        });
    }

    private static AmqpMessage inRegion(String region) {
        return AmqpMessage.builder()
                .applicationProperty("region", region)
                .value(region)
                .build();
    }

    private static void withOrders(EmbeddedBroker broker, Function<StreamsClient, CompletableFuture<?>> example)
            throws Exception {
        StreamsClient.create(broker.uri())
                .use(client -> client.deleteStream("orders")
                        .thenCompose(deleted -> client.createStream("orders"))
                        .thenCompose(created -> example.apply(client)))
                .get(30, TimeUnit.SECONDS);
        StreamsClient.create(broker.uri())
                .use(client -> client.deleteStream("orders"))
                .get(30, TimeUnit.SECONDS);
    }

    private static void run(EmbeddedBroker broker, Function<StreamsClient, CompletableFuture<Void>> example)
            throws Exception {
        StreamsClient.create(broker.uri())
                .use(client -> client.deleteStream("greetings")
                        .thenCompose(deleted -> example.apply(client))
                        .thenCompose(done -> client.deleteStream("greetings")))
                .get(30, TimeUnit.SECONDS);
    }
}
