package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions to super streams whose handlers run in parallel. */
@EmbeddedBrokerTest
class ParallelSubscriptionTest {
    private static final int PARTITIONS = 3;

    private final String name = newName();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARTITIONS);
    private final SubscriptionOptions parallel = SubscriptionOptions.DEFAULT.withPartitionExecutor(pool);
    private final Map<List<String>, ClientEvent> changes = new ConcurrentHashMap<>();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .partitionInterval(Duration.ofMillis(50))
                // Another connection for added partitions, whose delays do not hold the query for partitions.
                .maxSubscriptionsPerConnection(PARTITIONS)
                .listener(event -> {
                    if (event instanceof ClientEvent.PartitionsChanged change) {
                        changes.put(change.partitions(), change);
                    }
                })
                .build();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(PARTITIONS)));
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker) throws Exception {
        broker.faults().end();
        await(client.close());
        pool.shutdownNow();
    }

    private void publish(int from, int to) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(
                name, Routing.of((body, partitions) -> List.of(partitions.get((int) body % partitions.size())))));
        await(publisher.sendAll(IntStream.range(from, to).boxed().toList()));
        await(publisher.close());
    }

    @Test
    void handlersOfPartitionsRunInParallelAndThoseOfAPartitionInOrder() throws Exception {
        publish(0, 3_000);
        CyclicBarrier together = new CyclicBarrier(PARTITIONS);
        Map<String, List<Object>> bodies = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(3_000);
        Subscription subscription = await(
                client.subscribeSuperStream(name, Offset.FIRST, parallel.withOffsetStoring(OffsetStoring.of("app"))));
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> {
            List<Object> some =
                    bodies.computeIfAbsent(message.stream(), stream -> Collections.synchronizedList(new ArrayList<>()));
            if (some.isEmpty()) {
                awaitAll(together);
            }
            some.add(message.body());
            all.countDown();
        }));
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        await(subscription.close());
        await(loop);
        await(subscription.closed());

        assertThat(bodies).hasSize(PARTITIONS);
        for (int i = 0; i < PARTITIONS; i++) {
            int first = i;
            assertThat(bodies.get(name + "-" + i))
                    .isEqualTo(IntStream.range(0, 1_000)
                            .<Object>mapToObj(n -> first + n * 3)
                            .toList());
            assertThat(await(client.queryOffset(name + "-" + i, "app"))).hasValue(999);
        }
    }

    @Test
    void listsOfPartitionsAreHandledInParallel() throws Exception {
        publish(0, 3_000);
        CyclicBarrier together = new CyclicBarrier(PARTITIONS);
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(3_000);
        Subscription subscription = await(
                client.subscribeSuperStream(name, Offset.FIRST, parallel.withOffsetStoring(OffsetStoring.of("app"))));
        CompletableFuture<Void> loop = subscription.forEachBatch(messages -> {
            if (counts.merge(messages.get(0).stream(), messages.size(), Integer::sum) == messages.size()) {
                awaitAll(together);
            }
            messages.forEach(message -> all.countDown());
            return null;
        });
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        await(subscription.close());
        await(loop);

        assertThat(counts)
                .hasSize(PARTITIONS)
                .allSatisfy((partition, count) -> assertThat(count).isEqualTo(1_000));
        assertThat(await(client.queryOffset(name + "-0", "app"))).hasValue(999);
    }

    private static void awaitAll(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailureEndsTheLoopsAndAnotherLoopContinues() throws Exception {
        publish(0, 30);
        List<Object> bodies = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.FIRST, parallel));
        assertThatThrownBy(() -> await(subscription.forEach(MessageHandler.of(message -> {
                    bodies.add(message.body());
                    if (message.body().equals(15)) {
                        throw new IllegalStateException("no");
                    }
                }))))
                .isInstanceOf(HandlerException.class);
        MessageHandler others = MessageHandler.of(message -> bodies.add(message.body()));
        AtomicReference<CompletableFuture<Void>> again = new AtomicReference<>(subscription.forEach(others));
        awaitTrue("all are read, and a loop goes on", () -> {
            if (again.get().isDone()) { // a handler of the former loop was still at work
                again.set(subscription.forEach(others));
            }
            return bodies.size() >= 30 && !again.get().isDone();
        });
        assertThat(bodies).doesNotHaveDuplicates().hasSize(30);
        CompletableFuture<Void> second = subscription.forEach(message -> null);
        assertThatThrownBy(() -> await(second)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> await(subscription.next())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void addedPartitionsJoinAndDeletedOnesLeave(EmbeddedBroker broker) throws Exception {
        Map<Object, String> partitions = new ConcurrentHashMap<>();
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.NEXT, parallel));
        CompletableFuture<Void> loop =
                subscription.forEach(MessageHandler.of(message -> partitions.put(message.body(), message.stream())));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        publish(0, 4);
        awaitKeys(partitions, 4);
        await(client.deleteStream(name + "-0"));
        publish(10, 13);
        awaitKeys(partitions, 7);
        assertThat(loop).isNotDone();
        await(client.deleteSuperStream(name));

        assertThatThrownBy(() -> await(loop))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("super stream");
        assertThatThrownBy(() -> await(subscription.closed())).isInstanceOf(BrokerException.class);
    }

    @Test
    void aPartitionThatIsBeingOpenedIsNotOpenedAgain(EmbeddedBroker broker) throws Exception {
        List<Object> bodies = Collections.synchronizedList(new ArrayList<>());
        Map<Object, String> seen = new ConcurrentHashMap<>();
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.NEXT, parallel));
        subscription.forEach(MessageHandler.of(message -> {
            bodies.add(message.body());
            seen.put(message.body(), message.stream());
        }));
        await(client.createStream(name + "-3"));
        await(client.createStream(name + "-4"));
        broker.faults().delay(CommandKey.SUBSCRIBE, Duration.ofMillis(500), 1);
        broker.superStream(name).addPartition(name + "-3", "3");
        awaitKeys(changes, 1);
        broker.superStream(name).addPartition(name + "-4", "4");
        awaitKeys(changes, 2);
        await(client.delay(Duration.ofMillis(700))); // until the delayed one is open
        publish(0, 5);
        awaitKeys(seen, 5);
        publish(5, 10);
        awaitKeys(seen, 10);
        await(subscription.close());
        publish(10, 15);

        // A second subscription to the partition would be in the way of what this one reads.
        Subscription other = await(client.subscribeSuperStream(name, Offset.FIRST, SubscriptionOptions.DEFAULT));
        for (int i = 0; i < 15; i++) {
            await(other.next());
        }
        assertThat(bodies).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionThatIsRemovedWhileItIsOpenedIsNotRead(EmbeddedBroker broker) throws Exception {
        Map<Object, String> seen = new ConcurrentHashMap<>();
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.NEXT, parallel));
        subscription.forEach(MessageHandler.of(message -> seen.put(message.body(), message.stream())));
        await(client.createStream(name + "-3"));
        broker.faults().delay(CommandKey.SUBSCRIBE, Duration.ofMinutes(30), 1);
        broker.superStream(name).addPartition(name + "-3", "3");
        awaitKeys(changes, 1);
        Publisher former = await(client.publisher(name + "-3"));
        await(former.send("removed"));
        broker.superStream(name).removePartition(name + "-3");
        awaitKeys(changes, 2);
        broker.faults().end(); // executes what is delayed
        await(client.delay(Duration.ofMillis(200))); // until what it brings would be read
        Subscription later = await(client.subscribe(name + "-3", Offset.FIRST));
        assertThat(await(later.next()).body()).isEqualTo("removed");
        publish(0, 3);
        awaitKeys(seen, 3);

        await(subscription.close());
        assertThat(seen).doesNotContainKey("removed");
    }

    @Test
    void whatWasReceivedOfARemovedPartitionIsDelivered(EmbeddedBroker broker) throws Exception {
        publish(0, 30);
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.FIRST, parallel));
        CompletableFuture<Void> go = new CompletableFuture<>();
        Map<Object, String> started = new ConcurrentHashMap<>();
        Map<Object, String> handled = new ConcurrentHashMap<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            started.put(message.body(), message.stream());
            return go.thenRun(() -> handled.put(message.body(), message.stream()));
        });
        awaitKeys(started, PARTITIONS);
        broker.superStream(name).removePartition(name + "-1");
        awaitKeys(changes, 1);
        go.complete(null);
        awaitKeys(handled, 30);

        assertThat(loop).isNotDone();
        await(subscription.close());
        await(loop);
    }

    @Test
    void whatWasReceivedOfADeletedSuperStreamIsDelivered() throws Exception {
        publish(0, 30);
        Subscription subscription = await(client.subscribeSuperStream(name, Offset.FIRST, parallel));
        CompletableFuture<Void> go = new CompletableFuture<>();
        Map<Object, String> started = new ConcurrentHashMap<>();
        Map<Object, String> handled = new ConcurrentHashMap<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            started.put(message.body(), message.stream());
            return go.thenRun(() -> handled.put(message.body(), message.stream()));
        });
        awaitKeys(started, PARTITIONS);
        await(client.deleteSuperStream(name));
        await(client.delay(Duration.ofMillis(500))); // until the subscription has noticed
        go.complete(null);

        assertThatThrownBy(() -> await(loop)).isInstanceOf(BrokerException.class);
        assertThatThrownBy(() -> await(subscription.closed())).isInstanceOf(BrokerException.class);
        assertThat(handled).hasSize(30);
    }

    @Test
    void onlyMessagesOfPartitionsAreAcknowledged() throws Exception {
        Message foreign = Message.of(name + "-other", 0, Instant.EPOCH, "");
        Subscription storing = await(
                client.subscribeSuperStream(name, Offset.FIRST, parallel.withOffsetStoring(OffsetStoring.of("app"))));
        Subscription plain = await(client.subscribeSuperStream(name, Offset.FIRST, parallel));

        assertThatThrownBy(() -> storing.acknowledge(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plain.acknowledge(foreign)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> plain.asFlowPublisher().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    private static void awaitKeys(Map<?, ?> map, int size) {
        awaitTrue("there are " + size + " keys", () -> map.size() >= size);
    }
}
