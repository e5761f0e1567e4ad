package io.rbfly.client.grouping;

import static io.rbfly.client.grouping.GroupScene.until;
import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.grouping.GroupScene.Member;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a group that share the partitions of a super stream. */
@EmbeddedBrokerTest
@WithEachExecutor
class SuperStreamGroupTest {
    private static final SubscriptionOptions OPTIONS = GroupScene.options();

    private final String superStream = newName();
    /** What was processed, by partition. */
    private final Map<String, List<Integer>> processed = new ConcurrentHashMap<>();

    private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
    private GroupScene scene;
    private Publisher publisher;
    private int published;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        scene = new GroupScene(broker.uri());
        StreamsClient client = scene.client();
        await(client.createSuperStream(superStream, SuperStreamOptions.partitions(4)));
        publisher = await(client.superStreamPublisher(superStream, Routing.hash(String::valueOf)));
    }

    @AfterEach
    void disconnect() throws Exception {
        scene.close();
    }

    private Subscription join(Member member) throws Exception {
        return await(member.client().subscribeSuperStream(superStream, Offset.FIRST, OPTIONS));
    }

    private void publish(int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(published++);
        }
        await(publisher.sendAll(numbers));
    }

    private CompletableFuture<Void> process(Message message) {
        int number = (Integer) message.body();
        Runnable done = () -> processed
                .computeIfAbsent(message.stream(), stream -> new CopyOnWriteArrayList<>())
                .add(number);
        if (number % 7 != 0) {
            done.run();
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(done, later);
    }

    private int count() {
        return processed.values().stream().mapToInt(List::size).sum();
    }

    private void assertOnceAndInOrder() {
        assertThat(count()).isEqualTo(published);
        assertThat(processed.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
        assertThat(processed.values().stream().flatMap(List::stream).distinct().count())
                .isEqualTo(published);
    }

    @Test
    void partitionsAreSpreadOverTheMembersAndHandedOver() throws Exception {
        Member first = scene.member();
        Member second = scene.member();
        Subscription a = join(first);
        a.forEach(this::process);
        until(() -> first.activations() == 4);
        publish(200);
        Subscription b = join(second);
        b.forEach(this::process);
        until(() -> second.activations() == 2);
        publish(200);
        until(() -> count() == 400);
        assertThat(first.deactivations()).isEqualTo(2);
        assertThat(a.isActive()).isTrue();
        assertThat(b.isActive()).isTrue();

        await(a.close());
        until(() -> second.activations() - second.deactivations() == 4);
        publish(200);
        until(() -> count() == 600);

        assertOnceAndInOrder();
        assertThat(processed).hasSize(4);
    }

    @Test
    void membersWithAFilterHandOverWhatItPasses() throws Exception {
        SubscriptionOptions filtered = OPTIONS.withFilter(MessageFilter.of("even")
                .withFilterValue(message -> (Integer) message.body() % 2 == 0 ? "even" : "odd"));
        StreamsClient client = scene.client();
        Publisher tagged = await(client.superStreamPublisher(
                superStream,
                Routing.hash(String::valueOf),
                PublisherOptions.DEFAULT.withFilterValue(
                        message -> (Integer) message.body() % 2 == 0 ? "even" : "odd")));
        List<Integer> evens = Collections.synchronizedList(new ArrayList<>());
        Subscription last = null;
        for (int round = 0; round < 4; round++) {
            Subscription next =
                    await(scene.member().client().subscribeSuperStream(superStream, Offset.FIRST, filtered));
            next.forEach(MessageHandler.of(message -> evens.add((Integer) message.body())));
            await(tagged.sendAll(
                    IntStream.range(100 * round, 100 * round + 100).boxed().toList()));
            if (last != null) {
                await(last.close());
            }
            last = next;
        }
        until(() -> evens.size() >= 200);
        await(last.close());

        assertThat(evens)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).map(i -> 2 * i).boxed().toList());
    }

    @Test
    void offsetsAreStoredForThePartitionsThatAMemberReads() throws Exception {
        storesOffsetsOfPresentPartitions(OPTIONS);
    }

    @Test
    void offsetsAreStoredForThePartitionsThatAMemberReadsInParallel() throws Exception {
        storesOffsetsOfPresentPartitions(OPTIONS.withPartitionExecutor(Runnable::run));
    }

    private void storesOffsetsOfPresentPartitions(SubscriptionOptions options) throws Exception {
        Member first = scene.member();
        Member second = scene.member();
        Subscription a = await(first.client().subscribeSuperStream(superStream, Offset.FIRST, options));
        a.forEach(this::process);
        publish(200);
        until(() -> count() == 200);
        Subscription b = await(second.client().subscribeSuperStream(superStream, Offset.FIRST, options));
        b.forEach(this::process);
        until(() -> second.activations() == 2);

        await(a.storeOffset("mine"));
        int stored = 0;
        for (String partition : await(first.client().partitions(superStream))) {
            stored += await(first.client().queryOffset(partition, "mine")).isPresent() ? 1 : 0;
        }
        assertThat(stored).isEqualTo(2);
        await(a.close());
        await(b.close());
    }

    @Test
    void eachMessageIsProcessedOnceWhileMembersComeAndGo() throws Exception {
        List<Member> members = List.of(scene.member(), scene.member(), scene.member());
        List<Subscription> subscriptions = new ArrayList<>();
        for (Member member : members) {
            Subscription subscription = join(member);
            subscription.forEach(this::process);
            subscriptions.add(subscription);
        }
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            publish(40);
            int which = random.nextInt(members.size());
            await(subscriptions.get(which).close());
            Subscription again = join(members.get(which));
            again.forEach(this::process);
            subscriptions.set(which, again);
        }
        until(() -> count() >= published);
        for (Subscription subscription : subscriptions) {
            await(subscription.close());
        }

        assertOnceAndInOrder();
    }

    @Test
    void theNameOfAGroupIsNotUsedForAPartitionOnItsOwnToo() throws Exception {
        Member member = scene.member();
        Subscription all = join(member);
        String partition = await(member.client().partitions(superStream)).get(0);

        assertThatThrownBy(() -> await(member.client().subscribe(partition, Offset.FIRST, OPTIONS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as a partition of " + superStream);
        await(all.close());
        Subscription alone = await(member.client().subscribe(partition, Offset.FIRST, OPTIONS));
        until(alone::isActive);
    }
}
