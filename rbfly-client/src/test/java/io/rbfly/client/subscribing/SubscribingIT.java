package io.rbfly.client.subscribing;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

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
        StreamsClient client = connect(broker.uri());
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
        StreamsClient other = connect(broker.uri());
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

    @BrokerTest(versions = "3.10+")
    void messagesHaveTheCommittedChunkIdOfBrokersThatSendIt(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            publish(client, stream, 0, 30, 10);
            // What can be read is committed, so later deliveries name the last chunk.
            await(await(client.subscribe(stream, Offset.at(29))).next());
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));

            for (int i = 0; i < 30; i++) {
                OptionalLong committed = await(subscription.next()).committedChunkId();
                if (broker.version().atLeast(3, 12)) {
                    assertThat(committed.orElseThrow()).as("the last chunk").isBetween(20L, 29L);
                } else {
                    assertThat(committed).isEmpty();
                }
            }
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
            OfficialClient.publishFiltered(broker.uri(), stream, List.of("a", "b", "c"), 300);
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
