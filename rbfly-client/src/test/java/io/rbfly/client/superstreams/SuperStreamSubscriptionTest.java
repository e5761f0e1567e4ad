package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to super streams. */
@EmbeddedBrokerTest
class SuperStreamSubscriptionTest {
    private static final int PARTITIONS = 3;

    private final String name = newName();
    private final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .partitionInterval(Duration.ofMillis(50))
                .listener(events::add)
                .build();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(PARTITIONS)));
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker) throws Exception {
        broker.faults().end();
        await(client.close());
    }

    private String partition(int number) {
        return name + "-" + number;
    }

    private void publish(String stream, int from, int to) throws Exception {
        Publisher publisher = await(client.publisher(stream));
        await(publisher.sendAll(IntStream.range(from, to).boxed().toList()));
        await(publisher.close());
    }

    private void publishToAll(int from, int to) throws Exception {
        for (int i = 0; i < PARTITIONS; i++) {
            publish(partition(i), from, to);
        }
    }

    private Subscription subscribe(Offset offset) throws Exception {
        return await(client.subscribeSuperStream(name, offset));
    }

    private <E extends ClientEvent> E awaitEvent(Class<E> type) throws InterruptedException {
        ClientEvent event;
        do {
            event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("the event %s", type.getSimpleName()).isNotNull();
        } while (!type.isInstance(event));
        return type.cast(event);
    }

    private static Map<String, List<Object>> byPartition(List<Message> messages) {
        Map<String, List<Object>> bodies = new HashMap<>();
        messages.forEach(message -> bodies.computeIfAbsent(message.stream(), stream -> new ArrayList<>())
                .add(message.body()));
        return bodies;
    }

    private static List<Object> numbers(int from, int to) {
        return IntStream.range(from, to).<Object>mapToObj(Integer::valueOf).toList();
    }

    private void assertAll(Map<String, List<Object>> bodies, int from, int to) {
        assertThat(bodies).hasSize(PARTITIONS);
        for (int i = 0; i < PARTITIONS; i++) {
            assertThat(bodies.get(partition(i))).as(partition(i)).isEqualTo(numbers(from, to));
        }
    }

    @Test
    void theOpeningAfterARefusedOneAsksTheBrokerAgain(EmbeddedBroker broker) throws Exception {
        broker.faults().refuse(CommandKey.METADATA, ResponseCode.INTERNAL_ERROR, 1);
        assertThatThrownBy(() -> subscribe(Offset.FIRST)).isInstanceOf(BrokerException.class);

        assertThat(subscribe(Offset.FIRST).stream()).isEqualTo(name);
    }

    @Test
    void allPartitionsAreReadEachInOrder() throws Exception {
        publishToAll(0, 1_000);
        Subscription subscription = subscribe(Offset.FIRST);

        assertThat(subscription.stream()).isEqualTo(name);
        assertAll(byPartition(take(subscription, PARTITIONS * 1_000)), 0, 1_000);
        publishToAll(1_000, 1_100);
        assertAll(byPartition(take(subscription, PARTITIONS * 100)), 1_000, 1_100);
        await(subscription.close());
        assertThatThrownBy(() -> await(subscription.next())).isInstanceOf(ClosedException.class);
        await(subscription.closed());
    }

    @Test
    void aListHasMessagesOfOnePartition() throws Exception {
        publishToAll(0, 1_000);
        Subscription subscription = subscribe(Offset.FIRST);
        List<Message> all = new ArrayList<>();
        await(subscription.forEachBatch(messages -> {
            assertThat(messages).extracting(Message::stream).containsOnly(messages.get(0).stream());
            all.addAll(messages);
            return all.size() == PARTITIONS * 1_000 ? subscription.close() : null;
        }));

        assertAll(byPartition(all), 0, 1_000);
    }

    @Test
    void handlersAndViewsAndFlowsReadAllPartitions() throws Exception {
        publishToAll(0, 100);
        List<Message> handled = new ArrayList<>();
        Subscription first = subscribe(Offset.FIRST);
        await(first.forEach(message -> {
            handled.add(message);
            return handled.size() == PARTITIONS * 100 ? first.close() : null;
        }));
        assertAll(byPartition(handled), 0, 100);

        List<Message> seen = new ArrayList<>();
        Subscription second = subscribe(Offset.FIRST);
        await(second.forEachView(view -> {
            seen.add(view.keep());
            if (seen.size() == PARTITIONS * 100) {
                second.close();
            }
        }));
        assertAll(byPartition(seen), 0, 100);

        Subscription third = subscribe(Offset.FIRST);
        List<Message> flowed = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(PARTITIONS * 100);
        third.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message message) {
                flowed.add(message);
                all.countDown();
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertAll(byPartition(flowed), 0, 100);
    }

    @Test
    void partitionsTakeTurns() throws Exception {
        for (int i = 0; i < PARTITIONS; i++) {
            for (int chunk = 0; chunk < 10; chunk++) {
                publish(partition(i), chunk * 10, chunk * 10 + 10);
            }
        }
        Subscription subscription = subscribe(Offset.FIRST);
        subscription.pause();
        subscription.resume();
        List<Message> messages = take(subscription, PARTITIONS * 100);

        assertAll(byPartition(messages), 0, 100);
        assertThat(messages.subList(0, 150).stream().map(Message::stream).distinct())
                .hasSize(PARTITIONS);
    }

    @Test
    void offsetsAreStoredForEachPartition() throws Exception {
        publish(partition(0), 0, 10);
        publish(partition(1), 0, 20);
        Subscription subscription = subscribe(Offset.FIRST);
        take(subscription, 30);
        await(subscription.storeOffset("app"));

        assertThat(await(client.queryOffset(partition(0), "app"))).isEqualTo(OptionalLong.of(9));
        assertThat(await(client.queryOffset(partition(1), "app"))).isEqualTo(OptionalLong.of(19));
        assertThat(await(client.queryOffset(partition(2), "app"))).isEmpty();
        await(subscription.close());
        publish(partition(1), 20, 21);
        publish(partition(2), 0, 1);
        assertThat(byPartition(take(subscribe(Offset.stored("app")), 2)))
                .isEqualTo(Map.of(partition(1), List.of(20), partition(2), List.of(0)));
    }

    @Test
    void acknowledgedMessagesAreStoredWithTheirPartition() throws Exception {
        publishToAll(0, 10);
        Subscription subscription = await(client.subscribeSuperStream(
                name, Offset.FIRST, SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("app"))));
        List<Message> messages = take(subscription, PARTITIONS * 10);
        for (Message message : messages) {
            if (!message.stream().equals(partition(2)) && (int) message.body() < 5) {
                subscription.acknowledge(message);
            }
        }
        assertThatThrownBy(() -> subscription.acknowledge(Message.of("other", 0, java.time.Instant.EPOCH, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        await(subscription.close());

        assertThat(await(client.queryOffset(partition(0), "app"))).isEqualTo(OptionalLong.of(4));
        assertThat(await(client.queryOffset(partition(1), "app"))).isEqualTo(OptionalLong.of(4));
        assertThat(await(client.queryOffset(partition(2), "app"))).isEmpty();
    }

    @Test
    void partitionsThatAreAddedAreReadFromTheirFirstMessage(EmbeddedBroker broker) throws Exception {
        publishToAll(0, 1);
        Subscription subscription = subscribe(Offset.NEXT);
        String added = name + "-more";
        await(client.createStream(added));
        publish(added, 0, 10);
        broker.superStream(name).addPartition(added, "more");

        assertThat(byPartition(take(subscription, 10))).isEqualTo(Map.of(added, numbers(0, 10)));
        ClientEvent.PartitionsChanged event = awaitEvent(ClientEvent.PartitionsChanged.class);
        assertThat(event.superStream()).isEqualTo(name);
        assertThat(event.added()).containsExactly(added);
        assertThat(event.removed()).isEmpty();
        assertThat(event.partitions()).containsExactly(partition(0), partition(1), partition(2), added);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddedPartitionOutwaitsFailuresThatPass(boolean inParallel, EmbeddedBroker broker) throws Exception {
        StreamsClient impatient = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .partitionInterval(Duration.ofMillis(50))
                .requestTimeout(Duration.ofSeconds(3))
                .build();
        SubscriptionOptions options = inParallel
                ? SubscriptionOptions.DEFAULT.withPartitionExecutor(Runnable::run)
                : SubscriptionOptions.DEFAULT;
        Subscription subscription = await(impatient.subscribeSuperStream(name, Offset.NEXT, options));
        BlockingQueue<Object> bodies = new LinkedBlockingQueue<>();
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> bodies.add(message.body())));
        String added = name + "-more";
        await(client.createStream(added));
        publish(added, 7, 8);
        // For 3.4 s or more, which is longer than a request may take.
        broker.faults().refuse(CommandKey.SUBSCRIBE, ResponseCode.STREAM_NOT_AVAILABLE, 140);
        broker.superStream(name).addPartition(added, "more");

        assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(loop).isNotDone();
        await(impatient.close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddedPartitionThatTheGroupReadsAsAStreamEndsTheSubscription(boolean inParallel, EmbeddedBroker broker)
            throws Exception {
        SubscriptionOptions member =
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("app"));
        String added = name + "-more";
        await(client.createStream(added));
        await(client.subscribe(added, Offset.FIRST, member));
        Subscription subscription = await(client.subscribeSuperStream(
                name, Offset.FIRST, inParallel ? member.withPartitionExecutor(Runnable::run) : member));
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> {}));
        broker.superStream(name).addPartition(added, "more");

        assertThatThrownBy(() -> await(loop))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("group: app reads " + added + " as a stream on its own already");
        assertThatThrownBy(() -> await(subscription.closed())).isInstanceOf(BrokerException.class);
    }

    @Test
    void aDeletedPartitionIsReadToItsEndAndTheOthersGoOn() throws Exception {
        publishToAll(0, 10);
        Subscription subscription = subscribe(Offset.FIRST);
        assertThat(await(subscription.next()).body()).isEqualTo(0);
        take(subscription, PARTITIONS * 10 - 1);
        await(client.deleteStream(partition(1)));

        assertThat(awaitEvent(ClientEvent.PartitionsChanged.class).removed()).containsExactly(partition(1));
        publish(partition(2), 10, 20);
        assertThat(byPartition(take(subscription, 10))).isEqualTo(Map.of(partition(2), numbers(10, 20)));
    }

    @Test
    void aPartitionThatIsTakenOutIsNoLongerRead(EmbeddedBroker broker) throws Exception {
        Subscription subscription = subscribe(Offset.FIRST);
        broker.superStream(name).removePartition(partition(0));
        awaitEvent(ClientEvent.PartitionsChanged.class);
        publishToAll(0, 5);

        assertThat(byPartition(take(subscription, 10)))
                .isEqualTo(Map.of(partition(1), numbers(0, 5), partition(2), numbers(0, 5)));
        assertThatThrownBy(() -> await(subscription.next(Duration.ofMillis(100))))
                .isInstanceOf(MessageTimeoutException.class);
    }

    @Test
    void aSubscriptionWithoutPartitionsGoesOnWithTheNext(EmbeddedBroker broker) throws Exception {
        publishToAll(0, 1);
        Subscription subscription = subscribe(Offset.FIRST);
        take(subscription, PARTITIONS);
        for (int i = 0; i < PARTITIONS; i++) {
            await(client.deleteStream(partition(i)));
        }
        while (!awaitEvent(ClientEvent.PartitionsChanged.class).partitions().isEmpty()) {
            // there are more events to come
        }
        CompletableFuture<Message> next = subscription.next();
        await(client.createStream(partition(1)));
        publish(partition(1), 7, 8);
        broker.superStream(name).addPartition(partition(1), "1");

        assertThat(await(next).body()).isEqualTo(7);
        await(subscription.close());
    }

    @Test
    void deletingTheSuperStreamEndsItsSubscriptions() throws Exception {
        publishToAll(0, 5);
        Subscription subscription = subscribe(Offset.FIRST);
        take(subscription, PARTITIONS * 5);
        CompletableFuture<Void> closed = subscription.closed();
        CompletableFuture<Message> next = subscription.next();
        await(client.deleteSuperStream(name));

        for (CompletableFuture<?> each : List.of(closed, next)) {
            assertThatThrownBy(() -> await(each))
                    .isInstanceOfSatisfying(
                            BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST))
                    .hasMessageContaining("super stream " + name);
        }
    }

    @Test
    void lostConnectionsLoseAndRepeatNothing(EmbeddedBroker broker) throws Exception {
        Subscription subscription = subscribe(Offset.NEXT);
        List<Message> messages = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            publishToAll(round * 100, round * 100 + 100);
            messages.addAll(take(subscription, PARTITIONS * 50));
            broker.faults().cutConnections();
        }
        messages.addAll(take(subscription, PARTITIONS * 250));

        assertAll(byPartition(messages), 0, 500);
    }

    @Test
    void aSuperStreamThatDoesNotExistIsNotOpened() throws Exception {
        String stream = newName();
        await(client.createStream(stream));
        for (String missing : List.of(newName(), stream)) {
            assertThatThrownBy(() -> await(client.subscribeSuperStream(missing, Offset.FIRST)))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        }
        assertThatThrownBy(() -> await(client.subscribeSuperStream("", Offset.FIRST)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pausingPausesAllPartitions() throws Exception {
        publishToAll(0, 10);
        Subscription subscription = subscribe(Offset.FIRST);
        subscription.pause();
        assertThatThrownBy(() -> await(subscription.next(Duration.ofMillis(50))))
                .isInstanceOf(MessageTimeoutException.class);
        subscription.resume();

        assertAll(byPartition(take(subscription, PARTITIONS * 10)), 0, 10);
    }

    @Test
    void closingTheClientClosesTheSubscription() throws Exception {
        Subscription subscription = subscribe(Offset.FIRST);
        CompletableFuture<Void> loop = subscription.forEach(message -> null);
        await(client.close());

        await(loop);
        await(subscription.closed());
    }

    @Test
    void membersOfAGroupShareThePartitions() throws Exception {
        SubscriptionOptions member =
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("group"));
        List<Message> ofFirst = Collections.synchronizedList(new ArrayList<>());
        List<Message> ofSecond = Collections.synchronizedList(new ArrayList<>());
        Subscription first = await(client.subscribeSuperStream(name, Offset.FIRST, member));
        first.forEach(MessageHandler.of(ofFirst::add));
        publishToAll(0, 100);
        awaitSize(ofFirst, PARTITIONS * 100);
        Subscription second = await(client.subscribeSuperStream(name, Offset.FIRST, member));
        second.forEach(MessageHandler.of(ofSecond::add));
        awaitTrue("the second member is active", second::isActive);
        publishToAll(100, 200);
        awaitSize(ofSecond, 100);
        awaitSize(ofFirst, PARTITIONS * 100 + 200);
        await(first.close());
        publishToAll(200, 300);
        awaitSize(ofSecond, 100 + PARTITIONS * 100);

        assertThat(byPartition(ofSecond).get(partition(1))).isEqualTo(numbers(100, 300));
        assertThat(byPartition(ofSecond).get(partition(0))).isEqualTo(numbers(200, 300));
        await(second.close());
    }

    private static void awaitSize(List<?> list, int size) {
        awaitTrue("there are " + size + " messages", () -> list.size() >= size);
        assertThat(list).hasSize(size);
    }
}
