package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callbacks in a pool of four threads. */
class CallbackExecutorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60); // for threads on a busy machine

    private final ExecutorService pool = Executors.newFixedThreadPool(4, task -> new Thread(task, "callback"));
    private final Scene scene = new Scene(builder -> builder.callbackExecutor(pool));
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
        pool.shutdownNow();
    }

    private static <T> CompletableFuture<String> thread(CompletableFuture<T> future) {
        return future.handle((value, error) -> Thread.currentThread().getName());
    }

    @Test
    void handlersRunThereInOrder() throws Exception {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<Long> seen = new ArrayList<>(); // not safe for threads: the order is what is tested
        CountDownLatch done = new CountDownLatch(20_000);
        subscription.forEach(MessageHandler.of(message -> {
            threads.add(Thread.currentThread().getName());
            seen.add(message.offset());
            done.countDown();
        }));
        for (int chunk = 0; chunk < 200; chunk++) {
            feed.deliver(chunk * 100L, 100);
        }

        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(threads).containsExactly("callback");
        assertThat(seen)
                .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
    }

    @Test
    void futuresCompleteThere() {
        ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<String> sent = thread(publisher.send("x"));
        CompletableFuture<String> closed = thread(publisher.close()); // awaits the confirm
        scene.settle();
        stream.confirmHeld();

        assertThat(sent).succeedsWithin(PATIENCE).isEqualTo("callback");
        assertThat(closed).succeedsWithin(PATIENCE).isEqualTo("callback");
    }

    @Test
    void nextCompletesThere() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<String> next = thread(subscription.next());
        feed.deliver(0, 1);

        assertThat(next).succeedsWithin(PATIENCE).isEqualTo("callback");
    }

    @Test
    void workForAnotherPoolComesBackHere() {
        CountDownLatch awaited = new CountDownLatch(1);
        CompletableFuture<String> result = thread(scene.client.runIn(task -> new Thread(task, "other").start(), () -> {
            awaited.await(); // a dependent added after completion runs in the calling thread
            return 1;
        }));
        awaited.countDown();

        assertThat(result).succeedsWithin(PATIENCE).isEqualTo("callback");
    }

    @Test
    void aPoolThatIsShutDownDoesNotEndTheConnection() {
        ScriptedStream.on(scene);
        Publisher publisher = scene.now(scene.client.publisher("s"));
        pool.shutdownNow();
        publisher.send("x");
        scene.settle();

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(scene.broker.lastPeer().isOpen()).isTrue();
    }
}
