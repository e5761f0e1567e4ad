package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedStream;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed batches in the partitions of a super stream. */
@EmbeddedBrokerTest
class SuperStreamBatchesTest {
    private static final Routing MODULO =
            Routing.of((body, partitions) -> List.of(partitions.get((int) body % partitions.size())));

    private final String name = newName();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .build();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(3)));
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    private Publisher publisher(String publisherName) throws Exception {
        return await(client.superStreamPublisher(
                name,
                MODULO,
                PublisherOptions.DEFAULT
                        .withName(publisherName)
                        .withBatching(Batching.of(50, Compression.GZIP))
                        .withMaxUnconfirmed(1_000)));
    }

    private List<Integer> bodies(int partition, int count) throws Exception {
        Subscription subscription = await(client.subscribe(name + "-" + partition, Offset.FIRST));
        List<Integer> bodies = new ArrayList<>();
        for (Message message : take(subscription, count)) {
            bodies.add((Integer) message.body());
        }
        await(subscription.close());
        return bodies;
    }

    private static List<Integer> numbers(int partition, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(partition + 3 * i);
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app"})
    void messagesArriveInOrderHoweverTheyAreSent(String publisherName) throws Exception {
        Publisher publisher = publisher(publisherName);
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            sent.add(publisher.send(i));
        }
        for (int i = 3_000; i < 6_000; i++) {
            await(publisher.enqueue(i));
        }
        await(publisher.flush());
        List<Integer> rest = new ArrayList<>();
        for (int i = 6_000; i < 9_000; i++) {
            rest.add(i);
        }
        await(publisher.sendAll(rest));

        for (int i = 0; i < 3_000; i++) {
            assertThat(await(sent.get(i))).isEqualTo(i / 3 + 1L);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(bodies(i, 3_000)).isEqualTo(numbers(i, 3_000));
        }
        await(publisher.close());
    }

    @Test
    void aPartitionWhosePublisherIsNotAcceptedYetLeavesTheOthersTheirPart(EmbeddedBroker broker) throws Exception {
        Publisher publisher = publisher("");
        broker.faults().ignore(CommandKey.DECLARE_PUBLISHER, 1);
        CompletableFuture<Long> first = publisher.send(0);

        await(publisher.send(1));
        await(publisher.enqueue(2));
        await(publisher.sendAll(List.of(4, 5)));
        assertThat(first).isNotDone();
        broker.faults().cutConnections();
        await(first);
        await(publisher.close());
    }

    private static void restart(EmbeddedStream stream) {
        awaitTrue(
                "there is a leader since the last restart",
                () -> stream.leader().isPresent());
        stream.restart();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app"})
    void aLostLeaderOfAPartitionLosesNothing(String publisherName, EmbeddedBroker broker) throws Exception {
        Publisher publisher = publisher(publisherName);
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            sent.add(publisher.send(i));
            if (i % 1_500 == 1_499) {
                restart(broker.stream(name + "-" + i / 1_500 % 3));
            }
        }
        for (CompletableFuture<Long> each : sent) {
            await(each);
        }

        for (int i = 0; i < 3; i++) {
            if (publisherName.isEmpty()) { // what was sent and not confirmed is there twice
                assertThat(bodies(i, 2_000)).isNotEmpty();
            } else {
                assertThat(bodies(i, 2_000)).isEqualTo(numbers(i, 2_000));
            }
        }
        await(publisher.close());
    }
}
