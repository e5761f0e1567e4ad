package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.patient;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A super stream whose partitions are on three nodes, with a group whose members come and go. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class SuperStreamClusterIT {
    private static final int PARTITIONS = 6;
    private static final int STEP = 12_000;
    /** Nodes that share a busy machine take their time. */
    private static final int PATIENCE_SECONDS = 100;

    /**
     * Makes the nodes wait two seconds, not one minute, for members whose connection was to a lost node. A node that is
     * killed forgets it; the coordinator of streams learns it from the node that leads, within some seconds.
     */
    private static final String MEMBERS_ARE_AWAITED_BRIEFLY = """
            [erpc:call(Node, application, set_env, [rabbit, stream_sac_disconnected_timeout, 2000])
                || Node <- rabbit_nodes:list_members()],
            {ok, {_, State}, _} = ra:local_query({rabbit_stream_coordinator, node()}, fun(S) -> S end),
            string:find(io_lib:format("~p", [State]), "disconnected_timeout => 2000") =/= nomatch.""";

    private static final SubscriptionOptions GROUP =
            SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("app"));

    private static Cluster cluster;

    private final String name = newName();
    private final List<StreamsClient> clients = new ArrayList<>();
    /** What one subscription reads alone. */
    private final Log alone = new Log();
    /** What the members of a group read together. */
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

    @BeforeAll
    static void start() {
        cluster = Cluster.start(BrokerVersion.CURRENT, 3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void close() throws Exception {
        for (StreamsClient client : clients) {
            await(client.close());
        }
    }

    private StreamsClient newClient() {
        StreamsClient client = patient(cluster.uri()).build();
        clients.add(client);
        return client;
    }

    private Publisher publisher(StreamsClient client) throws Exception {
        return await(client.superStreamPublisher(
                name,
                Routing.of((body, all) -> List.of(all.get((int) body % PARTITIONS))),
                PublisherOptions.named("shop").withMaxUnconfirmed(2_000)));
    }

    private Subscription member() throws Exception {
        Subscription member = await(newClient().subscribeSuperStream(name, Offset.FIRST, GROUP));
        read(member, together);
        return member;
    }

    private void read(Subscription subscription, Log log) {
        subscription.forEach(message -> {
            synchronized (progress) {
                log.add(message.stream(), (Integer) message.body());
                progress.notifyAll();
            }
            return null;
        });
    }

    @Test
    void partitionsOnThreeNodesAreOneStream() throws Exception {
        StreamsClient client = newClient();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(PARTITIONS)));
        List<String> partitions = await(client.partitions(name));
        partitions.forEach(partition -> cluster.awaitReplicas(partition, 2));
        assertThat(partitions.stream().map(cluster::leader).distinct())
                .as("the nodes that lead partitions")
                .hasSizeGreaterThan(1);
        Publisher publisher = publisher(client);
        read(await(client.subscribeSuperStream(name, Offset.FIRST)), alone);

        Subscription first = member();
        publish(publisher, () -> {});
        Subscription second = member();
        publish(publisher, () -> await(first.close()));
        member();
        publish(publisher, () -> await(second.close()));
        synchronized (progress) {
            assertThat(together.size).as("processed, in orderly hand-overs").isEqualTo(published);
        }
        publish(publisher, () -> cluster.nodes().get(0).ctl("close_all_connections", "on purpose"));

        synchronized (progress) {
            assertThat(alone.byPartition).hasSize(PARTITIONS);
            alone.byPartition.forEach((partition, numbers) ->
                    assertThat(numbers).as(partition).doesNotHaveDuplicates().isSorted());
            together.byPartition.forEach(SuperStreamClusterIT::assertNoneSkipped);
        }
    }

    @Test
    void killedNodesLoseAndRepeatNothingAndAGroupSkipsNothing() throws Exception {
        StreamsClient client = newClient();
        await(client.createSuperStream(name, SuperStreamOptions.partitions(PARTITIONS)));
        List<String> partitions = await(client.partitions(name));
        partitions.forEach(partition -> cluster.awaitReplicas(partition, 2));
        Publisher publisher = publisher(client);
        read(await(client.subscribeSuperStream(name, Offset.FIRST)), alone);
        member();
        member();

        for (Broker node : cluster.nodes().subList(0, 2)) { // the second one needs what the first one has recovered
            cluster.awaitTrue("lost members are awaited briefly", MEMBERS_ARE_AWAITED_BRIEFLY);
            cluster.awaitCoordinators();
            publish(publisher, node::kill);
            node.start();
            partitions.forEach(partition -> cluster.awaitReplicas(partition, 2));
        }

        synchronized (progress) {
            assertThat(alone.byPartition).hasSize(PARTITIONS);
            alone.byPartition.forEach((partition, numbers) -> assertThat(numbers)
                    .as(partition)
                    .hasSize(published / PARTITIONS)
                    .doesNotHaveDuplicates()
                    .isSorted());
            together.byPartition.forEach(SuperStreamClusterIT::assertNoneSkipped);
        }
    }

    /** Something that happens while messages are sent. */
    private interface Event {
        void happen() throws Exception;
    }

    /** Sends further messages, in parts, and waits until all are read. */
    private void publish(Publisher publisher, Event meanwhile) throws Exception {
        int first = published;
        published += STEP;
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            for (int part = first; part < first + STEP; part += STEP / 20) {
                List<Object> bodies = new ArrayList<>();
                for (int i = part; i < part + STEP / 20; i++) {
                    bodies.add(i);
                }
                publisher.sendAll(bodies).join();
            }
        });
        until(() -> alone.size, first + STEP / 10);
        meanwhile.happen();
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        until(() -> alone.size, published);
        until(() -> together.numbers.size(), published);
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
