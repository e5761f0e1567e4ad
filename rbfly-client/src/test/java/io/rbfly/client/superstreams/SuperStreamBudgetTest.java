package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How partitions share the limits of their publisher. */
@EmbeddedBrokerTest
class SuperStreamBudgetTest {
    /** The number of a body is that of its partition. */
    private static final Routing BY_NUMBER = Routing.of((body, partitions) -> List.of(partitions.get((int) body)));

    /** A quarter of 1,200 is guaranteed, 100 to each partition; the rest is lent. */
    private static final int MOST_OF_ONE = 1_200 - 2 * 100;

    private final String name = newName();
    private StreamsClient client;
    private Publisher publisher;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.builder(broker.uri())
                .partitionInterval(Duration.ofMillis(50))
                .build();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(3)));
        publisher =
                await(client.superStreamPublisher(name, BY_NUMBER, PublisherOptions.DEFAULT.withMaxUnconfirmed(1_200)));
        await(publisher.sendAll(List.of(0, 1, 2)));
        broker.faults().holdConfirms();
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker) throws Exception {
        broker.faults().end();
        await(client.close());
    }

    /** The number of messages that are accepted until one has to wait. */
    private int fill(int partition) {
        int accepted = 0;
        CompletableFuture<Void> next = publisher.enqueue(partition);
        while (next.isDone()) {
            next.join(); // fails if the publisher has failed
            accepted++;
            next = publisher.enqueue(partition);
        }
        return accepted;
    }

    @Test
    void aPartitionCanUseWhatTheOthersDoNot(EmbeddedBroker broker) throws Exception {
        assertThat(fill(0)).isEqualTo(MOST_OF_ONE);
        CompletableFuture<Void> flushed = publisher.flush();
        assertThat(publisher.ready()).as("room in all of them").isNotDone();

        broker.faults().releaseConfirms();

        await(flushed);
        await(publisher.ready());
    }

    @Test
    void aPartitionThatHoldsAllThatIsLentLeavesTheOthersTheirPart(EmbeddedBroker broker) throws Exception {
        fill(0);

        assertThat(fill(1)).isEqualTo(100);
        assertThat(fill(2)).isEqualTo(100);
        CompletableFuture<Void> flushed = publisher.flush();
        broker.faults().releaseConfirms();
        await(flushed);
        broker.faults().holdConfirms();
        assertThat(fill(2)).as("what was lent has returned").isEqualTo(MOST_OF_ONE);
        broker.faults().releaseConfirms();
    }

    @Test
    void allMessagesAreSentWhenManyTimesTheBudgetWaits(EmbeddedBroker broker) throws Exception {
        broker.faults().releaseConfirms();
        List<Object> bodies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bodies.addAll(Collections.nCopies(5_000, i));
        }
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(publisher.sendAll(bodies));
        for (int i = 0; i < 9_000; i++) {
            all.add(publisher.enqueue(i % 3));
        }
        all.add(publisher.sendAll(Collections.nCopies(5_000, 1)));
        all.add(publisher.flush());

        for (CompletableFuture<?> each : all) {
            await(each);
        }
        await(publisher.ready());
    }

    @Test
    void withFewerMessagesThanPartitionsAllAreSent(EmbeddedBroker broker) throws Exception {
        broker.faults().releaseConfirms();
        Publisher small = await(client.superStreamPublisher(
                name, BY_NUMBER, PublisherOptions.DEFAULT.withMaxUnconfirmed(2).withMaxUnconfirmedBytes(1)));
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(small.send(i % 3));
        }
        all.add(small.sendAll(Collections.nCopies(100, 2)));

        for (CompletableFuture<?> each : all) {
            await(each);
        }
    }

    @Test
    void nothingIsLostOfTheBudgetWhenConnectionsAre(EmbeddedBroker broker) throws Exception {
        broker.faults().releaseConfirms();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 3; i++) {
                sent.add(publisher.sendAll(Collections.nCopies(2_000, i)));
            }
            broker.faults().cutConnections();
        }
        for (CompletableFuture<Void> each : sent) {
            await(each);
        }
        broker.faults().holdConfirms();

        assertThat(fill(1)).isEqualTo(MOST_OF_ONE);
        broker.faults().releaseConfirms();
    }

    @Test
    void aPartitionThatIsAddedHasItsPart(EmbeddedBroker broker) throws Exception {
        broker.faults().releaseConfirms();
        Publisher following = await(client.superStreamPublisher(
                name,
                Routing.of((body, partitions) -> List.of(partitions.get(Math.min((int) body, partitions.size() - 1))))
                        .withPartitionChange(Routing.PartitionChange.FOLLOW),
                PublisherOptions.DEFAULT.withMaxUnconfirmed(1_200)));
        await(client.createStream(name + "-3"));
        broker.superStream(name).addPartition(name + "-3", "3");
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (await(client.streamStats(name + "-3")).committedChunkId().isEmpty()) {
            await(following.send(3));
            assertThat(System.nanoTime() - giveUp)
                    .as("time until it is noticed")
                    .isNegative();
        }
        broker.faults().holdConfirms();
        publisher = following;

        assertThat(fill(3)).isEqualTo(1_200 - 3 * 75);
        assertThat(fill(0)).isEqualTo(75);
        broker.faults().releaseConfirms();
    }
}
