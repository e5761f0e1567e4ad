package io.rbfly.client.closing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Calls of a client that is closed, and of its publishers and subscriptions, return futures with
 * {@link ClosedException}.
 */
@WithEachExecutor
class ClosedClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60); // for threads on a busy machine

    private final Scene scene = new Scene();

    private void close() {
        scene.close();
        assertThat(scene.loop.isTerminated()).isTrue();
    }

    private void isRefused(Supplier<CompletableFuture<?>> operation) {
        assertThat(operation.get())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(ClosedException.class);
    }

    @Test
    void operationsOfTheClient() {
        close();

        isRefused(() -> scene.client.createStream("s"));
        isRefused(() -> scene.client.deleteStream("s"));
        isRefused(() -> scene.client.publisher("s"));
        isRefused(() -> scene.client.subscribe("s", Offset.FIRST));
        isRefused(() -> scene.client.storeOffset("s", "r", 1));
        isRefused(() -> scene.client.queryOffset("s", "r"));
        isRefused(() -> scene.client.delay(Duration.ofSeconds(1)));
    }

    @Test
    void workForAPoolIsDoneNevertheless() {
        close();

        assertThat(scene.client.runIn(Runnable::run, () -> 1))
                .succeedsWithin(PATIENCE)
                .isEqualTo(1);
    }

    @Test
    void aPublisher() {
        ScriptedStream.on(scene);
        Publisher publisher = scene.now(scene.client.publisher("s"));
        close();

        isRefused(() -> publisher.send("late"));
        isRefused(publisher::ready);
        assertThat(publisher.close()).succeedsWithin(PATIENCE);
    }

    @Test
    void nextOfASubscription() {
        ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        close();

        isRefused(subscription::next);
    }

    @Test
    void forEachAndCloseOfASubscriptionCompleteNormally() {
        ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        close();

        assertThat(subscription.close()).succeedsWithin(PATIENCE);
        assertThat(subscription.forEach(message -> null)).succeedsWithin(PATIENCE);
    }

    @Test
    void closingAgainGivesTheSameOutcome() {
        close();

        assertThat(scene.client.close()).succeedsWithin(PATIENCE);
    }

    @Test
    void aDelayThatIsNotOverFails() {
        CompletableFuture<Void> delay = scene.client.delay(Duration.ofHours(1));
        close();

        isRefused(() -> delay);
    }

    @Test
    void workThatIsStillInAPoolIsNotForgotten() {
        CompletableFuture<Runnable> given = new CompletableFuture<>();
        CompletableFuture<Integer> result = scene.client.runIn(given::complete, () -> 1);
        close();
        given.join().run();

        assertThat(result)
                .satisfiesAnyOf(
                        future -> assertThat(future).succeedsWithin(PATIENCE), future -> isRefused(() -> future));
    }

    @Test
    void callsOfNextThatWait() {
        ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Message> next = subscription.next();
        close();

        isRefused(() -> next);
    }

    @Test
    void aLoopWhoseHandlerIsBusyEndsWhenTheHandlerIsDone() {
        ScriptedFeed feed = ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> work);
        feed.deliver(0, 1);
        close();
        work.complete(null);

        assertThat(loop).succeedsWithin(PATIENCE);
    }

    @Test
    void messagesWithoutAConfirm() {
        ScriptedStream.on(scene).holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher("s"));
        CompletableFuture<Long> sent = publisher.send("unconfirmed");
        close();

        isRefused(() -> sent);
    }
}
