package io.rbfly.client.grouping;

import static io.rbfly.client.grouping.GroupScene.until;
import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.grouping.GroupScene.Member;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a group that take over from each other. */
@EmbeddedBrokerTest
@WithEachExecutor
class HandOverTest {
    private final List<Object> processed = new CopyOnWriteArrayList<>();
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
}
