package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.take;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

public class RoundTripIT {
    @BrokerTest(versions = "3.10+")
    void bodiesComeBackAsTheTypesThatWereSent(Broker broker) throws Exception {
        List<Object> bodies = List.of(
                new byte[] {1, 0, 0, 0, 2},
                "hello é€😀",
                Symbol.of("x-symbol"),
                true,
                (byte) -1,
                (short) 1000,
                -200_000,
                1L << 40,
                1.5f,
                -2.0E-3,
                Instant.ofEpochMilli(-1),
                UUID.randomUUID(),
                List.of("a", 1, List.of(2L)),
                Map.of("k", Map.of("n", 7)));
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            for (Object body : bodies) {
                await(publisher.send(body));
            }
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Object> received = new ArrayList<>();
            for (Message message : take(subscription, bodies.size())) {
                received.add(message.body());
            }
            assertThat(received).usingRecursiveComparison().isEqualTo(bodies);
        });
    }

    @BrokerTest(versions = "3.10+")
    void messagesHaveAscendingOffsetsAndTheTimeOfTheirChunk(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Instant before = Instant.now().minusSeconds(1);
            publish(client, stream, 100);
            List<Message> messages = take(await(client.subscribe(stream, Offset.FIRST)), 100);
            assertThat(messages)
                    .extracting(Message::offset)
                    .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
            assertThat(messages)
                    .allSatisfy(message -> assertThat(message.timestamp())
                            .isBetween(before, Instant.now().plusSeconds(1)));
        });
    }

    @BrokerTest(versions = "3.10+")
    void aSubscriptionStartsAtTheRequestedOffset(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 100);
            assertThat(firstOf(client, stream, Offset.FIRST)).isZero();
            assertThat(firstOf(client, stream, Offset.at(55))).isEqualTo(55);
            assertThat(firstOf(client, stream, Offset.timestamp(Instant.EPOCH))).isZero();
            await(client.storeOffset(stream, "reader", 41));
            assertThat(firstOf(client, stream, Offset.stored("reader"))).isEqualTo(42);
            assertThat(firstOf(client, stream, Offset.stored("nobody"))).isZero();
            assertThat(firstOf(client, stream, Offset.LAST)).isBetween(0L, 99L);
        });
    }

    @BrokerTest(versions = "3.10+")
    void nextSeesOnlyWhatIsStoredAfterSubscribing(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 10);
            Subscription subscription = await(client.subscribe(stream, Offset.NEXT));
            CompletableFuture<Message> next = subscription.next();
            Publisher publisher = await(client.publisher(stream));
            await(publisher.send("later"));
            assertThat(await(next).body()).isEqualTo("later");
        });
    }

    @BrokerTest(versions = "3.10+")
    void storedOffsetsAreReadBack(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            assertThat(await(client.queryOffset(stream, "reader"))).isEqualTo(OptionalLong.empty());
            await(client.storeOffset(stream, "reader", 7));
            assertThat(await(client.queryOffset(stream, "reader"))).isEqualTo(OptionalLong.of(7));
        });
    }

    @BrokerTest(versions = "3.10+")
    void creatingAndDeletingAreIdempotent(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            await(client.createStream(stream));
            await(client.deleteStream(stream));
            await(client.deleteStream(stream));
        });
    }

    @BrokerTest(versions = "3.10+")
    void forEachStopsWhenTheSubscriptionIsClosedInItsHandler(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 1000);
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Long> offsets = new ArrayList<>();
            await(subscription.forEach(message -> {
                offsets.add(message.offset());
                return offsets.size() == 500 ? subscription.close() : client.delay(Duration.ZERO);
            }));
            assertThat(offsets).isEqualTo(LongStream.range(0, 500).boxed().toList());
        });
    }

    @BrokerTest(versions = "3.10+")
    void aNamedPublisherContinuesAfterItsLastPublishingId(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher first = await(client.publisher(stream, PublisherOptions.named("orders")));
            assertThat(await(first.send("a"))).isEqualTo(1);
            assertThat(await(first.send("b"))).isEqualTo(2);
            await(first.close());
            Publisher second = await(client.publisher(stream, PublisherOptions.named("orders")));
            assertThat(await(second.send("c"))).isEqualTo(3);
            assertThat(take(await(client.subscribe(stream, Offset.FIRST)), 3))
                    .extracting(Message::body)
                    .containsExactly("a", "b", "c");
        });
    }

    @BrokerTest(versions = "3.10+")
    void fourThreadsThatShareANamedPublisherLoseNothing(Broker broker) throws Exception {
        int perThread = 5000;
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream, PublisherOptions.named("shared")));
            List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < perThread; i++) {
                            publisher.send(thread * perThread + i);
                        }
                    }))
                    .toList();
            await(Async.gather(threads));
            await(publisher.close());
            boolean[] seen = new boolean[4 * perThread];
            int[] read = new int[1];
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            await(subscription.forEach(message -> {
                seen[(Integer) message.body()] = true;
                return ++read[0] == seen.length ? subscription.close() : null;
            }));
            assertThat(seen).doesNotContain(false);
        });
    }

    @BrokerTest(versions = "3.10+")
    void messagesOfAFrameAndMoreAreReadInOrder(Broker broker) throws Exception {
        int count = 40;
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            for (int i = 0; i < count; i++) {
                byte[] body = new byte[100_000 + i];
                Arrays.fill(body, (byte) i);
                publisher.send(body);
            }
            await(publisher.close());
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<byte[]> bodies = new ArrayList<>();
            await(subscription.forEach(MessageHandler.of(message -> {
                bodies.add((byte[]) message.body());
                if (bodies.size() == count) {
                    subscription.close();
                }
            })));
            for (int i = 0; i < count; i++) {
                assertThat(bodies.get(i)).hasSize(100_000 + i).containsOnly((byte) i);
            }
        });
    }

    private static void publish(StreamsClient client, String stream, int count) throws Exception {
        Publisher publisher = await(client.publisher(stream));
        for (int i = 0; i < count; i++) {
            publisher.send("message " + i);
        }
        await(publisher.close());
    }

    private static long firstOf(StreamsClient client, String stream, Offset offset) throws Exception {
        Subscription subscription = await(client.subscribe(stream, offset));
        Message first = await(subscription.next());
        await(subscription.close());
        return first.offset();
    }
}
