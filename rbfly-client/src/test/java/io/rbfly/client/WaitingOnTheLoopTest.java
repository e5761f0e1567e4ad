package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting on the event loop for a future that is completed there would never end: it fails immediately. */
class WaitingOnTheLoopTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        stream.confirmHeld();
        scene.close();
    }

    /** What a wait in a callback of the client ends with. */
    private Throwable onTheLoop(ThrowingCallable wait) {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        scene.client.delay(Duration.ZERO).thenRun(() -> thrown.complete(catchThrowable(wait)));
        scene.advance(Duration.ofMillis(1));
        return scene.now(thrown);
    }

    private static void isRefused(Throwable thrown) {
        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
    }

    @Test
    void everyFutureOfTheClientDetectsTheWait() {
        Publisher publisher = scene.now(scene.client.publisher("s"));
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        List<Supplier<CompletableFuture<?>>> all = List.of(
                () -> scene.client.streamExists("s"),
                () -> scene.client.publisher("s"),
                () -> scene.client.subscribe("s", Offset.FIRST),
                () -> scene.client.delay(Duration.ofSeconds(1)),
                () -> scene.client.runIn(task -> {}, () -> 1),
                () -> publisher.send("x"),
                () -> publisher.sendRaw(new byte[] {1}),
                () -> publisher.sendAll(List.of("x")),
                publisher::flush,
                subscription::next,
                () -> subscription.next(Duration.ofSeconds(1)),
                () -> Async.gather(subscription.next()),
                () -> CompletableFuture.completedFuture(1).thenCombine(subscription.next(), (one, other) -> other),
                subscription::close,
                publisher::close,
                scene.client::close);
        int ordinary = 0;
        for (Supplier<CompletableFuture<?>> each : all.subList(0, 12)) {
            isRefused(onTheLoop(() -> each.get().join()));
            ordinary++;
        }
        assertThat(ordinary).isEqualTo(12);
        Stream.of(
                        subscription.next().thenApply(message -> 1),
                        publisher.send("y").whenComplete((id, error) -> {}))
                .forEach(derived -> isRefused(onTheLoop(derived::join)));
        for (Supplier<CompletableFuture<?>> each : all.subList(13, 16)) {
            isRefused(onTheLoop(() -> each.get().join()));
        }
    }

    @Test
    void gettingIsRefusedAsJoiningIs() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));

        isRefused(onTheLoop(() -> subscription.next().get()));
        isRefused(onTheLoop(() -> subscription.next().get(1, TimeUnit.SECONDS)));
        assertThat(onTheLoop(() -> subscription.next().get(0, TimeUnit.SECONDS)))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void theFutureOfUsingDetectsTheWaitToo() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));

        isRefused(onTheLoop(() -> Async.using(subscription, Subscription::next).join()));
    }

    @Test
    void aFutureThatIsCompleteMayBeJoinedAnywhere() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 1);

        assertThat(onTheLoop(() -> subscription.next().join())).isNull();
    }

    @Test
    void theLoopRunsAndHeartbeatsLeaveAfterTheMistake() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            subscription.next().join();
            return null;
        });
        feed.deliver(0, 2);

        assertThat(scene.failure(loop)).hasMessageContaining("offset 0");
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }
}
