package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A super stream whose partitions are on three nodes, which are killed under load, one after the other. */
class SuperStreamFailoverIT {
    private static final String NAME = "orders";
    private static final int PARTITIONS = 6;
    private static final int STEP = 12_000;
    /** Elections of a cluster whose nodes share a busy machine take their time. */
    private static final int PATIENCE_SECONDS = 150;

    private static final SubscriptionOptions GROUP =
            SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("app"));

    private final List<StreamsClient> clients = new ArrayList<>();
    /** What one subscription reads alone. */
    private final Log alone = new Log();
    /** What two members of a group read together. */
    private final Log together = new Log();

    /** Guards what was read, and tells of more. */
    private final Object progress = new Object();

    private int published;

    /** What was read, and how much of it without repetitions. */
    private static final class Log {
        final Map<String, List<Integer>> byPartition = new HashMap<>();
        final Set<Integer> numbers = new HashSet<>();
        int size;

        void add(String partition, int number) {
            byPartition.computeIfAbsent(partition, each -> new ArrayList<>()).add(number);
            numbers.add(number);
            size++;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (StreamsClient client : clients) {
            await(client.close());
        }
    }

    private StreamsClient connect(Cluster cluster) {
        StreamsClient client = StreamsClient.builder(cluster.uri())
                .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                .build();
        clients.add(client);
        return client;
    }

    /** Brokers wait a minute for the members of a group on a node that is lost, before others take over. */
    private static void shortenTakeOver(Cluster cluster) {
        cluster.nodes()
                .forEach(node ->
                        node.ctl("eval", "application:set_env(rabbit, stream_sac_disconnected_timeout, 1000)."));
    }

    private CompletableFuture<Void> read(Subscription subscription, Log log) {
        return subscription.forEach(message -> {
            synchronized (progress) {
                log.add(message.stream(), (Integer) message.body());
                progress.notifyAll();
            }
            return null;
        });
    }

    @Test
    void killedNodesLoseAndRepeatNothing() throws Exception {
        try (Cluster cluster = Cluster.start(BrokerVersion.CURRENT, 3)) {
            shortenTakeOver(cluster);
            StreamsClient client = connect(cluster);
            await(client.createSuperStream(NAME, SuperStreamOptions.partitions(PARTITIONS)));
            awaitReplicas(cluster, await(client.partitions(NAME)));
            Publisher publisher = await(client.superStreamPublisher(
                    NAME,
                    Routing.of((body, partitions) -> List.of(partitions.get((int) body % PARTITIONS))),
                    PublisherOptions.named("shop").withMaxUnconfirmed(2_000)));
            List<CompletableFuture<Void>> readers = List.of(
                    read(await(client.subscribeSuperStream(NAME, Offset.FIRST)), alone),
                    read(await(connect(cluster).subscribeSuperStream(NAME, Offset.FIRST, GROUP)), together),
                    read(await(connect(cluster).subscribeSuperStream(NAME, Offset.FIRST, GROUP)), together));

            for (Broker node : cluster.nodes()) {
                CompletableFuture<Void> publishing = publish(publisher);
                int before = published - STEP;
                until(() -> alone.size, before + STEP / 10);
                node.kill();
                publishing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                until(() -> alone.size, published);
                until(() -> together.numbers.size(), published);
                node.start();
                shortenTakeOver(cluster);
                awaitReplicas(cluster, await(client.partitions(NAME)));
            }

            assertThat(readers).noneMatch(CompletableFuture::isDone);
            synchronized (progress) {
                assertThat(alone.byPartition).hasSize(PARTITIONS);
                alone.byPartition.forEach((partition, numbers) -> assertThat(numbers)
                        .as(partition)
                        .doesNotHaveDuplicates()
                        .isSorted());
                together.byPartition.forEach((partition, numbers) -> assertNoneSkipped(partition, numbers));
            }
        }
    }

    /** Sends further messages, in parts, so that they are not sent before a node is killed. */
    private CompletableFuture<Void> publish(Publisher publisher) {
        int first = published;
        published += STEP;
        return CompletableFuture.runAsync(() -> {
            for (int part = first; part < first + STEP; part += STEP / 20) {
                List<Object> bodies = new ArrayList<>();
                for (int i = part; i < part + STEP / 20; i++) {
                    bodies.add(i);
                }
                publisher.sendAll(bodies).join();
            }
        });
    }

    private static void awaitReplicas(Cluster cluster, List<String> partitions) {
        partitions.forEach(partition -> cluster.awaitReplicas(partition, 2));
    }

    /** Messages are repeated after a loss, but none is left out on the way. */
    private static void assertNoneSkipped(String partition, List<Integer> numbers) {
        int next = numbers.get(0);
        assertThat(next).as(partition).isLessThan(PARTITIONS);
        for (int number : numbers) {
            assertThat(number).as(partition).isLessThanOrEqualTo(next);
            next = Math.max(next, number + PARTITIONS);
        }
    }

    private void until(IntSupplier count, int wanted) throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (progress) {
            while (count.getAsInt() < wanted) {
                long left = giveUp - System.nanoTime();
                assertThat(left).as("of %s only %s", wanted, count.getAsInt()).isPositive();
                TimeUnit.NANOSECONDS.timedWait(progress, Math.max(left, 1_000_000));
            }
        }
    }
}
