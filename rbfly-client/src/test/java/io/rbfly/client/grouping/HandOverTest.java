package io.rbfly.client.grouping;

import static io.rbfly.client.grouping.GroupScene.until;
import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.grouping.GroupScene.Member;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of a group that take over from each other. */
@EmbeddedBrokerTest
@WithEachExecutor
class HandOverTest {
    private final List<Object> processed = new CopyOnWriteArrayList<>();
    private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
    private GroupScene scene;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        scene = new GroupScene(broker.uri());
    }

    @AfterEach
    void disconnect() throws Exception {
        scene.close();
    }

    private static List<Object> numbers(int count) {
        return IntStream.range(0, count).<Object>mapToObj(i -> i).toList();
    }

    @Test
    void theFirstMemberReadsAndTheNextContinuesWhenItIsClosed() throws Exception {
        Member first = scene.member();
        Member second = scene.member();
        Subscription a = scene.join(first);
        until(a::isActive);
        Subscription b = scene.join(second);
        CompletableFuture<Message> slow = new CompletableFuture<>();
        CompletableFuture<Object> held = new CompletableFuture<>();
        a.forEach(message -> {
            processed.add(message.body());
            return message.body().equals(49) ? held.thenAccept(slowly -> slow.complete(message)) : null;
        });
        b.forEach(message -> {
            processed.add(message.body());
            return null;
        });
        scene.publish(100);
        until(() -> processed.size() == 50);

        CompletableFuture<Void> closed = a.close();
        assertThat(b.isActive()).isFalse();
        held.complete("");
        await(closed);
        until(() -> processed.size() == 100);

        assertThat(processed).isEqualTo(numbers(100));
        assertThat(b.isActive()).isTrue();
        assertThat(a.isActive()).isFalse();
        assertThat(first.activations()).isEqualTo(1);
        assertThat(first.deactivations()).isEqualTo(1);
        assertThat(second.activations()).isEqualTo(1);
        assertThat(second.deactivations()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void eachMessageIsProcessedOnceWhileMembersComeAndGo(ReadingStyle style) throws Exception {
        Function<MessageView, CompletableFuture<Void>> process =
                style == ReadingStyle.VIEWS ? this::processNow : this::process;
        List<Member> members = List.of(scene.member(), scene.member(), scene.member());
        List<ReadingStyle.Stop> reading = new ArrayList<>();
        for (Member member : members) {
            reading.add(style.read(scene.join(member), process));
        }
        Random random = new Random(style.ordinal());
        for (int round = 0; round < 20; round++) {
            scene.publish(100);
            int which = random.nextInt(members.size());
            reading.get(which).run();
            reading.set(which, style.read(scene.join(members.get(which)), process));
        }
        until(() -> processed.size() >= 2_000);
        for (ReadingStyle.Stop stop : reading) {
            stop.run();
        }

        assertThat(processed).isEqualTo(numbers(2_000));
        long activations = members.stream().mapToLong(Member::activations).sum();
        assertThat(activations).isGreaterThan(3);
        assertThat(members.stream().mapToLong(Member::deactivations).sum()).isEqualTo(activations);
    }

    @Test
    void noMessageIsSkippedWhenConnectionsAreLost(EmbeddedBroker broker) throws Exception {
        List<Member> members = List.of(scene.member(), scene.member());
        for (Member member : members) {
            scene.join(member).forEach(this::process);
        }
        for (int round = 0; round < 3; round++) {
            scene.publish(100);
            broker.faults().cutConnections();
        }
        until(() -> new HashSet<>(processed).size() == 300);

        assertThat(new LinkedHashSet<>(processed)).containsExactlyElementsOf(numbers(300));
        assertThat(members.stream().mapToLong(Member::activations).sum())
                .as("at least one after a cut")
                .isGreaterThan(1);
    }

    @Test
    void aMemberOfTheSameClientTakesOver() throws Exception {
        Member member = scene.member();
        Subscription first = scene.join(member);
        until(first::isActive);
        Subscription second = scene.join(member);
        first.forEach(this::process);
        second.forEach(this::process);
        scene.publish(100);
        until(() -> processed.size() == 100);
        await(first.close());
        scene.publish(100);
        until(() -> processed.size() == 200);

        assertThat(processed).isEqualTo(numbers(200));
        assertThat(second.isActive()).isTrue();
    }

    @Test
    void closingTheClientHandsOver() throws Exception {
        Member first = scene.member();
        Member second = scene.member();
        scene.join(first).forEach(this::process);
        scene.publish(100);
        until(() -> processed.size() > 20);
        scene.join(second).forEach(this::process);
        await(first.client().close());
        until(() -> processed.size() == 100);

        assertThat(processed).isEqualTo(numbers(100));
    }

    private CompletableFuture<Void> processNow(MessageView message) {
        processed.add(message.body());
        return CompletableFuture.completedFuture(null);
    }

    /** Takes a while for some messages, in another thread where handlers may be asynchronous. */
    private CompletableFuture<Void> process(MessageView message) {
        int number = (Integer) message.body();
        if (number % 7 != 0) {
            return processNow(message);
        }
        return CompletableFuture.runAsync(() -> processed.add(number), later);
    }
}
