package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.loop.TimeSlice;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several readers on one thread: each gets its turn, and so does all else. */
class SharedThreadTest {
    private static final int MANY = 30_000;

    private final ExecutorService single = Executors.newSingleThreadExecutor();
    private final Scene scene = new Scene(builder -> builder.callbackExecutor(single));
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    /** What was handled, by reader, in order: on one thread. */
    private final List<Integer> order = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
        single.shutdownNow();
    }

    private Subscription full() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, MANY);
        return subscription;
    }

    private <T> T onTheThread(java.util.concurrent.Callable<T> task) throws Exception {
        return single.submit(task).get(30, TimeUnit.SECONDS);
    }

    @Test
    void twoReadersTakeTurnsOfABoundedNumberOfMessages() throws Exception {
        CompletableFuture<Void> bothRead = new CompletableFuture<>();
        Subscription first = full();
        Subscription second = full();
        onTheThread(() -> {
            for (Subscription each : List.of(first, second)) {
                int reader = order.size() + (each == first ? 0 : 1);
                each.forEach(MessageHandler.of(message -> {
                    order.add(reader);
                    if (order.size() == 2 * MANY) {
                        bothRead.complete(null);
                    }
                }));
            }
            return null;
        });
        bothRead.get(30, TimeUnit.SECONDS);

        assertThat(longestRun(onTheThread(() -> List.copyOf(order)))).isLessThanOrEqualTo(TimeSlice.MAX_STEPS);
    }

    private static int longestRun(List<Integer> order) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < order.size(); i++) {
            run = i > 0 && order.get(i).equals(order.get(i - 1)) ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Test
    void aFutureOfTheClientCompletesWhileASlowReaderIsBusy() throws Exception {
        ScriptedStream.on(scene);
        Subscription subscription = full();
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> {
            LockSupport.parkNanos(1_000_000);
            scene.timer.advanceClock(Duration.ofMillis(1));
            order.add(0);
        }));
        CompletableFuture<Integer> handledThen = scene.client.publisher("s").thenApply(publisher -> order.size());

        assertThat(handledThen.get(30, TimeUnit.SECONDS)).isLessThan(MANY / 10);
        assertThat(loop).isNotDone();
        assertThat(subscription.close()).succeedsWithin(Duration.ofSeconds(30));
        int handled = onTheThread(order::size);
        assertThat(handled).isLessThan(MANY / 10);
        assertThat(onTheThread(order::size)).isEqualTo(handled);
    }

    @Test
    void awaitingNextRepeatedlyReleasesTheThreadToo() throws Exception {
        Subscription subscription = full();
        CompletableFuture<Integer> between = new CompletableFuture<>();
        onTheThread(() -> {
            single.execute(() -> between.complete(order.size()));
            take(subscription);
            return null;
        });

        assertThat(between.get(30, TimeUnit.SECONDS)).isLessThanOrEqualTo(TimeSlice.MAX_STEPS);
        subscription.close().get(30, TimeUnit.SECONDS);
    }

    /** A loop as async/await makes it of completed futures. */
    private void take(Subscription subscription) {
        CompletableFuture<?> next = subscription.next();
        while (next.isDone() && !next.isCompletedExceptionally()) {
            order.add(0);
            next = subscription.next();
        }
        next.thenAccept(message -> {
            order.add(0);
            take(subscription);
        });
    }
}
