package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Routing.PartitionChange;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.stream.RoutingException;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers of super streams. */
@EmbeddedBrokerTest
class SuperStreamPublisherTest {
    /** The number of a body chooses its partition. */
    private static final Routing MODULO =
            Routing.of((body, partitions) -> List.of(partitions.get(Math.floorMod((int) body, partitions.size()))));

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
        await(client.createSuperStream(name, SuperStreamOptions.partitions(3)));
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker) throws Exception {
        broker.faults().end();
        await(client.close());
    }

    private String partition(int number) {
        return name + "-" + number;
    }

    private List<Object> bodies(String stream) throws Exception {
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        List<Object> bodies = new ArrayList<>();
        long count = await(client.streamStats(stream)).committedChunkId().orElse(-1);
        Message message;
        while ((message = next(subscription, bodies.size() <= count)) != null) {
            bodies.add(message.body());
        }
        assertThat(bodies.size()).isGreaterThan((int) count);
        await(subscription.close());
        return bodies;
    }

    /** @param expected whether there must be another message; otherwise it is not awaited for long */
    private static Message next(Subscription subscription, boolean expected) throws Exception {
        try {
            return await(subscription.next(expected ? Duration.ofSeconds(30) : Duration.ofMillis(100)));
        } catch (io.rbfly.client.api.error.MessageTimeoutException e) {
            return null;
        }
    }

    private static List<Object> numbers(int first, int step, int count) {
        return IntStream.range(0, count).<Object>mapToObj(i -> first + i * step).toList();
    }

    private <E extends ClientEvent> E awaitEvent(Class<E> type) throws InterruptedException {
        ClientEvent event;
        do {
            event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("the event %s", type.getSimpleName()).isNotNull();
        } while (!type.isInstance(event));
        return type.cast(event);
    }

    @Test
    void openingFailsWithTheFirstPartitionThatRefusesAlthoughOthersDoNotAnswer(EmbeddedBroker broker) throws Exception {
        StreamsClient patient = StreamsClient.builder(broker.uri())
                .requestTimeout(Duration.ofMinutes(5))
                .build();
        broker.faults().refuse(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED, 1);
        broker.faults().ignore(CommandKey.DECLARE_PUBLISHER, 2);
        CompletableFuture<Publisher> opening =
                patient.superStreamPublisher(name, MODULO, PublisherOptions.named("orders"));

        assertThatThrownBy(() -> await(opening)) // long before the requests time out
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("access refused");
        await(patient.close());
    }

    @Test
    void messagesAreSentToThePartitionOfTheirHash() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.hash(body -> (String) body)));
        assertThat(publisher.stream()).isEqualTo(name);
        assertThat(await(publisher.send("hello"))).isEqualTo(1);
        await(publisher.enqueue("a"));
        publisher.enqueue("key");
        await(publisher.flush());
        await(publisher.sendAll(List.of("invoice-1", "0", "1", "user-42", "żółć", "😀")));

        assertThat(bodies(partition(0))).containsExactly("hello", "invoice-1", "user-42", "😀");
        assertThat(bodies(partition(1))).containsExactly("a", "key");
        assertThat(bodies(partition(2))).containsExactly("0", "1", "żółć");
        await(publisher.close());
        assertThatThrownBy(() -> await(publisher.send("late"))).isInstanceOf(ClosedException.class);
        await(publisher.closed());
    }

    @Test
    void manyMessagesOfAPartitionKeepTheirOrder() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO));
        for (int i = 0; i < 3_000; i++) {
            await(publisher.enqueue(i));
        }
        await(publisher.flush());
        await(publisher.sendAll(numbers(3_000, 1, 3_000)));

        for (int i = 0; i < 3; i++) {
            assertThat(bodies(partition(i))).isEqualTo(numbers(i, 3, 2_000));
        }
    }

    @Test
    void aKeyIsAskedForOnce(EmbeddedBroker broker) throws Exception {
        String regions = newName();
        await(client.createSuperStream(regions, SuperStreamOptions.bindingKeys("eu", "us")));
        Publisher publisher = await(client.superStreamPublisher(regions, Routing.key(body -> (String) body)));
        broker.faults().delay(CommandKey.ROUTE, Duration.ofMillis(50), 1);
        CompletableFuture<Long> first = publisher.send("eu");
        CompletableFuture<Long> second = publisher.send("us");
        CompletableFuture<Void> flushed = publisher.enqueue("eu").thenCompose(nothing -> publisher.flush());
        CompletableFuture<Void> all = publisher.sendAll(List.of("us", "eu"));
        await(first);
        await(second);
        await(flushed);
        await(all);
        broker.faults().ignore(CommandKey.ROUTE, 1);
        await(publisher.send("eu"));
        await(publisher.send("us"));

        assertThat(bodies(regions + "-eu")).hasSize(4);
        assertThat(bodies(regions + "-us")).hasSize(3);
    }

    @Test
    void lostConnectionsFailNoMessageWhoseKeyIsAskedFor(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> (String) body)));
        broker.faults().disconnect(CommandKey.ROUTE, 5);

        await(publisher.send("0"));

        assertThat(bodies(partition(0))).containsExactly("0");
    }

    @Test
    void messagesWaitInOrderWhileAKeyIsAskedFor(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> "" + (int) body % 2)));
        await(publisher.send(1));
        broker.faults().delay(CommandKey.ROUTE, Duration.ofMinutes(30), 1);
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 2; i < 100; i++) {
            sent.add(publisher.send(i)); // the first key is not known yet, that of every other message is
        }
        CompletableFuture<Void> ready = publisher.ready();
        CompletableFuture<Void> flushed = publisher.flush();
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        assertThat(ready).isNotDone();
        broker.faults().end();
        await(ready);
        await(flushed);

        assertThat(sent).allMatch(CompletableFuture::isDone);
        assertThat(bodies(partition(0))).isEqualTo(numbers(2, 2, 49));
        assertThat(bodies(partition(1))).isEqualTo(numbers(1, 2, 50));
    }

    @Test
    void roomIsAwaitedWhileMessagesWaitForARoute(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(
                name, Routing.key(body -> "0"), PublisherOptions.DEFAULT.withMaxPendingBytes(1_000)));
        broker.faults().delay(CommandKey.ROUTE, Duration.ofMinutes(30), 1);
        CompletableFuture<Long> first = publisher.send(new byte[600]);
        CompletableFuture<Long> second = publisher.send(new byte[600]);
        CompletableFuture<Long> third = publisher.send(new byte[600]);
        CompletableFuture<Void> ready = publisher.ready();
        CompletableFuture<Void> enqueued = publisher.enqueue("a");
        CompletableFuture<Void> all = publisher.sendAll(List.of("b", "c"));
        CompletableFuture<Void> flushed = publisher.flush();
        assertThat(List.of(first, second, ready, enqueued, all, flushed)).noneMatch(CompletableFuture::isDone);
        broker.faults().end();

        assertThatThrownBy(() -> await(third)).isInstanceOf(PublisherFullException.class);
        await(ready);
        await(enqueued);
        await(all);
        await(flushed);
        assertThat(await(first)).isEqualTo(1);
        assertThat(await(second)).isEqualTo(2);
        assertThat(bodies(partition(0))).hasSize(5).endsWith("a", "b", "c");
    }

    @Test
    void aKeyThatNoPartitionHasFails() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> (String) body)));

        assertThatThrownBy(() -> await(publisher.send("9")))
                .isInstanceOfSatisfying(
                        RoutingException.class,
                        e -> assertThat(e.reason()).isEqualTo(RoutingException.Reason.NO_PARTITION));
        assertThatThrownBy(() -> await(publisher.sendAll(List.of("0", "9", "1"))))
                .isInstanceOf(RoutingException.class);
        assertThat(bodies(partition(0))).containsExactly("0");
        assertThat(bodies(partition(1))).containsExactly("1");
    }

    @Test
    void aFunctionMayReturnSeveralPartitionsOrNone() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(
                name, Routing.of((body, partitions) -> body.equals("all") ? partitions : List.of())));

        assertThat(await(publisher.send("all"))).isEqualTo(1);
        assertThat(await(publisher.send("none"))).isZero();
        await(publisher.enqueue("all"));
        await(publisher.enqueue("none"));
        await(publisher.flush());
        for (int i = 0; i < 3; i++) {
            assertThat(bodies(partition(i))).containsExactly("all", "all");
        }
    }

    @Test
    void whatAFunctionThrowsIsTheFailureOfItsMessage() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.hash(body -> {
            if (body.equals("bad")) {
                throw new IllegalStateException("no key");
            }
            return body.equals("null") ? null : "x";
        })));

        assertThatThrownBy(() -> await(publisher.send("bad"))).hasMessage("no key");
        assertThatThrownBy(() -> await(publisher.send("null"))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> await(publisher.enqueue("bad"))).hasMessage("no key");
        assertThatThrownBy(() -> await(publisher.sendAll(List.of("good", "bad", "good"))))
                .hasMessage("no key");
        await(publisher.send("good"));
        Publisher strange = await(client.superStreamPublisher(name, Routing.of((body, all) -> List.of("other"))));
        assertThatThrownBy(() -> await(strange.send("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRouterThatReturnsNullIsNamed() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(
                name,
                Routing.of((body, all) -> body.equals("null") ? null : java.util.Collections.singletonList(null))));

        for (String body : List.of("null", "element")) {
            assertThatThrownBy(() -> await(publisher.send(body)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("result of the router");
        }
    }

    @Test
    void rawBytesAreRoutedAndStoredAsTheyAre() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> "" + ((byte[]) body)[0])));
        byte[] bytes = {1, 2, 3};
        CompletableFuture<Long> sent = publisher.sendRaw(bytes);
        bytes[0] = 9;
        await(sent);

        Subscription subscription = await(client.subscribe(partition(1), Offset.FIRST));
        assertThat(await(subscription.next()).raw()).containsExactly(1, 2, 3);
    }

    @Test
    void namedMessagesAreStoredOnceInTheirPartition() throws Exception {
        Publisher first = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        assertThat(first.lastPublishingId()).isZero();
        for (int i = 1; i <= 30; i++) {
            first.send(i, i);
        }
        await(first.flush());
        await(first.close());

        Publisher second = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        assertThat(second.lastPublishingId()).isEqualTo(28); // 28, 29 and 30 are the last ones of the partitions
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 10; i <= 60; i++) {
            sent.add(second.send(i, i));
        }
        for (CompletableFuture<Long> each : sent) {
            await(each);
        }
        assertThat(bodies(partition(0))).isEqualTo(numbers(3, 3, 20));
        assertThat(bodies(partition(1))).isEqualTo(numbers(1, 3, 20));
        assertThat(bodies(partition(2))).isEqualTo(numbers(2, 3, 20));
    }

    @Test
    void theLastIdRemainsAfterTheEndAndTheNameIsFree() throws Exception {
        Publisher first = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        for (int i = 1; i <= 30; i++) {
            first.send(i, i);
        }
        await(first.close());
        assertThat(first.lastPublishingId()).isEqualTo(28);

        Publisher second = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        assertThat(second.lastPublishingId()).isEqualTo(28);
    }

    @Test
    void theLastIdRemainsIfAChangeOfPartitionsEndsThePublisher(EmbeddedBroker broker) throws Exception {
        Routing routing = MODULO.withPartitionChange(PartitionChange.FAIL);
        Publisher first = await(client.superStreamPublisher(name, routing, PublisherOptions.named("app")));
        for (int i = 1; i <= 30; i++) {
            await(first.send(i, i));
        }
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        assertThatThrownBy(() -> await(first.closed())).isInstanceOf(RoutingException.class);
        assertThat(first.lastPublishingId()).isEqualTo(28);

        Publisher second = await(client.superStreamPublisher(name, routing, PublisherOptions.named("app")));
        assertThat(await(second.send(100, 1))).isEqualTo(100);
    }

    @Test
    void aPartitionThatDoesNotConfirmHoldsNoOthersBack(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(
                name, MODULO, PublisherOptions.DEFAULT.withMaxUnconfirmed(30).withMaxPendingBytes(3 * 4096)));
        await(publisher.sendAll(List.of(0, 1, 2)));
        broker.faults()
                .refuse(
                        CommandKey.DECLARE_PUBLISHER,
                        io.rbfly.protocol.wire.ResponseCode.STREAM_NOT_AVAILABLE,
                        1_000_000);
        broker.stream(partition(0)).restart();
        List<CompletableFuture<Long>> stuck = new ArrayList<>();
        while (stuck.isEmpty() || !stuck.get(stuck.size() - 1).isDone()) {
            stuck.add(publisher.send(3));
        }
        assertThatThrownBy(() -> await(stuck.get(stuck.size() - 1))).isInstanceOf(PublisherFullException.class);
        assertThat(publisher.ready()).isNotDone();
        for (int i = 0; i < 100; i++) {
            await(publisher.enqueue(1 + 3 * i));
            await(publisher.send(2 + 3 * i));
        }
        broker.faults().end();
        for (CompletableFuture<Long> each : stuck.subList(0, stuck.size() - 1)) {
            await(each);
        }
        await(publisher.ready());
        await(publisher.flush());
        assertThat(bodies(partition(0))).hasSize(stuck.size());
    }

    @Test
    void hashRoutingFailsWhenPartitionsAreAdded(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.hash(body -> "" + body)));
        CompletableFuture<Void> closed = publisher.closed();
        await(publisher.send(1));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");

        ClientEvent.PublisherEnded ended = awaitEvent(ClientEvent.PublisherEnded.class);
        assertThat(ended.stream()).isEqualTo(name);
        assertThat(ended.cause()).isInstanceOf(RoutingException.class);
        assertThat(awaitEvent(ClientEvent.PartitionsChanged.class).added()).containsExactly(name + "-3");
        assertThatThrownBy(() -> await(closed)).isInstanceOf(RoutingException.class);
        assertThatThrownBy(() -> await(publisher.send(2))).isInstanceOf(RoutingException.class);
        assertThatThrownBy(() -> await(publisher.ready())).isInstanceOf(RoutingException.class);
        await(publisher.close());
    }

    @Test
    void aPublisherFollowsIfItIsAskedTo(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        await(publisher.sendAll(numbers(0, 1, 3)));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        awaitEvent(ClientEvent.PartitionsChanged.class);
        await(publisher.sendAll(numbers(0, 1, 8)));

        assertThat(bodies(name + "-3")).containsExactly(3, 7);
        await(client.deleteStream(partition(1)));
        awaitEvent(ClientEvent.PartitionsChanged.class);
        await(publisher.sendAll(numbers(0, 1, 3)));
        assertThat(bodies(partition(2))).containsExactly(2, 2, 6, 1);
    }

    @Test
    void aRemovedPartitionFailsNoFutureOfRoom(EmbeddedBroker broker) throws Exception {
        Routing last = Routing.of((body, partitions) -> List.of(partitions.get(partitions.size() - 1)));
        Publisher publisher =
                await(client.superStreamPublisher(name, last, PublisherOptions.DEFAULT.withMaxUnconfirmed(6)));
        broker.faults().holdConfirms();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        while (waiting.size() < 10) {
            waiting.add(publisher.enqueue(waiting.size()));
        }
        waiting.add(publisher.ready());
        assertThat(waiting.get(9)).isNotDone();
        assertThat(waiting.get(10)).isNotDone();
        CompletableFuture<Void> all = publisher.sendAll(List.of("a", "b", "c"));
        CompletableFuture<Void> flushed = publisher.flush();
        broker.superStream(name).removePartition(partition(2));
        awaitEvent(ClientEvent.PartitionsChanged.class);

        for (CompletableFuture<Void> each : waiting) {
            await(each);
        }
        broker.faults().releaseConfirms();
        await(publisher.ready());
        await(all);
        await(flushed);
        assertThat(bodies(partition(2))).isEqualTo(numbers(0, 1, 10));
        assertThat(bodies(partition(1))).containsExactly("a", "b", "c");
    }

    @Test
    void messagesThatWaitForARemovedPartitionFailAsDocumented(EmbeddedBroker broker) throws Exception {
        PublisherOptions batches = PublisherOptions.DEFAULT.withBatching(Batching.of(10, Compression.NONE));
        Publisher publisher = await(client.superStreamPublisher(name, MODULO, batches));
        broker.faults().ignore(CommandKey.DECLARE_PUBLISHER, 1);
        CompletableFuture<Long> waiting = publisher.send(1);
        CompletableFuture<Void> all = publisher.sendAll(List.of(4));
        await(client.deleteStream(partition(1)));
        awaitEvent(ClientEvent.PartitionsChanged.class);

        for (CompletableFuture<?> each : List.of(waiting, all)) {
            assertThatThrownBy(() -> await(each))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST))
                    .hasMessageContaining(partition(1));
        }
    }

    @Test
    void aPartitionThatIsRemovedAndAddedAgainEndsNothing(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO));
        broker.faults().holdConfirms();
        CompletableFuture<Long> before = publisher.send(2);
        broker.superStream(name).removePartition(partition(2));
        awaitEvent(ClientEvent.PartitionsChanged.class);
        broker.superStream(name).addPartition(partition(2), "2");
        awaitEvent(ClientEvent.PartitionsChanged.class);
        broker.faults().releaseConfirms();
        await(before);

        await(publisher.send(5));
        assertThat(publisher.closed()).isNotDone();
        assertThat(bodies(partition(2))).containsExactly(2, 5);
    }

    @Test
    void aPartitionThatIsOpenedLaterOutwaitsRefusalsThatPass(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO));
        broker.faults().refuse(CommandKey.SASL_AUTHENTICATE, ResponseCode.AUTHENTICATION_FAILURE, 2);
        CompletableFuture<Long> unknownUser = publisher.send(0);
        await(unknownUser);
        broker.faults().refuse(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED, 2);

        assertThat(await(publisher.send(1))).isEqualTo(1);
    }

    @Test
    void aPartitionThatIsAddedDuringTheOpeningOutwaitsRefusalsThatPass(EmbeddedBroker broker) throws Exception {
        broker.faults().delay(CommandKey.DECLARE_PUBLISHER, Duration.ofMillis(500), 3);
        broker.faults().refuse(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED, 2);
        CompletableFuture<Publisher> opening = client.superStreamPublisher(name, MODULO, PublisherOptions.named("app"));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        awaitEvent(ClientEvent.PartitionsChanged.class);
        Publisher publisher = await(opening);

        assertThat(await(publisher.send(3))).isEqualTo(1);
        assertThat(bodies(name + "-3")).containsExactly(3);
    }

    @Test
    void aPermissionThatIsMissingForLongEndsThePublisher(EmbeddedBroker broker) throws Exception {
        StreamsClient impatient = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .requestTimeout(Duration.ofSeconds(3))
                .build();
        Publisher publisher = await(impatient.superStreamPublisher(name, MODULO));
        broker.faults().refuse(CommandKey.DECLARE_PUBLISHER, ResponseCode.ACCESS_REFUSED, 1_000);

        assertThatThrownBy(() -> await(publisher.send(0)))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("access refused");
        assertThatThrownBy(() -> await(publisher.closed())).isInstanceOf(BrokerException.class);
        await(impatient.close());
    }

    @Test
    void aPublisherKeepsItsPartitionsIfItIsAskedTo(EmbeddedBroker broker) throws Exception {
        Publisher publisher =
                await(client.superStreamPublisher(name, MODULO.withPartitionChange(PartitionChange.KEEP)));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        awaitEvent(ClientEvent.PartitionsChanged.class);
        await(publisher.sendAll(numbers(0, 1, 6)));
        assertThat(bodies(partition(0))).containsExactly(0, 3);

        await(client.deleteStream(partition(1)));
        assertThatThrownBy(() -> await(publisher.closed())).isInstanceOf(RoutingException.class);
    }

    @Test
    void aKeyOfAPartitionThatWasJustAddedIsRoutedThere(EmbeddedBroker broker) throws Exception {
        StreamsClient rarelyAsking = StreamsClient.builder(broker.uri())
                .partitionInterval(Duration.ofHours(1))
                .build();
        Publisher publisher = await(rarelyAsking.superStreamPublisher(name, Routing.key(body -> (String) body)));
        await(publisher.send("0"));
        await(client.createStream(name + "-9"));
        broker.superStream(name).addPartition(name + "-9", "9");
        broker.superStream(name).addPartition(name + "-9", "2");

        CompletableFuture<Long> added = publisher.send("9");
        CompletableFuture<Long> both = publisher.send("2");
        CompletableFuture<Long> again = publisher.send("9");
        await(added);
        await(both);
        await(again);
        assertThat(bodies(name + "-9")).containsExactly("9", "2", "9");
        assertThat(bodies(partition(2))).containsExactly("2");
        await(rarelyAsking.close());
    }

    @Test
    void routesOfKeysAreForgottenWhenPartitionsChange(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> "0")));
        await(publisher.send("before"));
        await(client.createStream(name + "-x"));
        broker.superStream(name).addPartition(name + "-x", "0");
        awaitEvent(ClientEvent.PartitionsChanged.class);
        await(publisher.send("after"));

        assertThat(bodies(name + "-x")).containsExactly("after");
        assertThat(bodies(partition(0))).containsExactly("before", "after");
    }

    @Test
    void deletingTheSuperStreamEndsItsPublishers() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO));
        await(publisher.sendAll(List.of(0, 1, 2)));
        await(client.deleteSuperStream(name));

        assertThatThrownBy(() -> await(publisher.closed()))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST))
                .hasMessageContaining("super stream");
    }

    @Test
    void lostConnectionsLoseNothingAndRepeatNothingWithAName(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO, PublisherOptions.named("app")));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            sent.add(publisher.send(i));
            if (i % 500 == 0) {
                broker.faults().cutConnections();
            }
        }
        for (CompletableFuture<Long> each : sent) {
            await(each);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(bodies(partition(i))).isEqualTo(numbers(i, 3, 1_000));
        }
    }

    @Test
    void closingSendsWhatWaitsForItsRoute(EmbeddedBroker broker) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, Routing.key(body -> (String) body)));
        broker.faults().delay(CommandKey.ROUTE, Duration.ofMillis(100), 1);
        CompletableFuture<Long> sent = publisher.send("0");
        await(publisher.close());

        assertThat(sent).isCompletedWithValue(1L);
        Publisher other = await(client.superStreamPublisher(name, Routing.key(body -> (String) body)));
        broker.faults().ignore(CommandKey.ROUTE, 1);
        CompletableFuture<Long> lost = other.send("0");
        await(other.close(Duration.ofMillis(50)));
        assertThatThrownBy(() -> await(lost)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingTheClientClosesThePublisher() throws Exception {
        Publisher publisher = await(client.superStreamPublisher(name, MODULO));
        CompletableFuture<Long> sent = publisher.send(1);
        await(client.close());

        assertThat(sent).isCompletedWithValue(1L);
        await(publisher.closed());
    }
}
