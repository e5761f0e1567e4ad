package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.connection.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pausing and resuming a subscription. */
@WithEachExecutor
class PauseTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription =
            scene.now(scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3)));
    private final List<Long> seen = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void resume() {
        subscription.resume();
        scene.settle();
    }

    @Test
    void callsOfNextWait() {
        feed.deliver(0, 1);
        subscription.pause();
        CompletableFuture<Message> next = subscription.next();
        scene.settle();
        assertThat(next).isNotDone();

        resume();
        assertThat(scene.now(next).offset()).isZero();
    }

    @Test
    void aLoopStopsAfterTheCurrentMessageAndContinuesAfterIt() {
        feed.deliver(0, 5);
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> {
            seen.add(message.offset());
            if (message.offset() == 2) {
                subscription.pause();
            }
        }));
        scene.settle();
        assertThat(seen).containsExactly(0L, 1L, 2L);
        assertThat(loop).isNotDone();

        resume();
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void noCreditIsReturnedAndAllOfItAfterwards() {
        List<CompletableFuture<Void>> work = new ArrayList<>();
        subscription.forEach(message -> {
            work.add(new CompletableFuture<>());
            return work.get(work.size() - 1);
        });
        feed.deliver(0, 1);
        subscription.pause();
        work.get(0).complete(null);
        feed.deliver(1, 0);
        assertThat(feed.credits()).isEqualTo(3);

        resume();
        assertThat(feed.credits()).isEqualTo(5);
    }

    @Test
    void heartbeatsContinue() {
        subscription.pause();
        for (int i = 0; i < 10; i++) {
            scene.advance(Duration.ofSeconds(60));
            scene.broker.lastPeer().send(new Heartbeat());
        }

        assertThat(scene.broker.received(Heartbeat.class)).hasSizeGreaterThanOrEqualTo(9);
        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void whilePausedAReconnectGivesNoCredit() {
        subscription.pause();
        scene.advance(Duration.ofSeconds(2));
        scene.broker.cutAll();
        scene.settle();
        assertThat(feed.lastSubscribe().credit()).isZero();
        assertThat(feed.credits()).isEqualTo(3);

        resume();
        assertThat(feed.credits()).isEqualTo(6);
    }

    @Test
    void closingEndsWhatWaits() {
        feed.deliver(0, 1);
        subscription.pause();
        CompletableFuture<Message> next = subscription.next();
        scene.now(subscription.close());

        assertThat(scene.failure(next)).isInstanceOf(ClosedException.class);
    }

    @Test
    void aMessageThatIsTriedAgainWaitsToo() {
        feed.deliver(0, 1);
        subscription.forEach(
                message -> {
                    seen.add(message.offset());
                    throw new IllegalStateException("expected");
                },
                ErrorPolicy.STOP.withRetries(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        scene.settle();
        subscription.pause();
        scene.advance(Duration.ofSeconds(5));
        assertThat(seen).hasSize(1);

        resume();
        assertThat(seen).hasSize(2);
    }

    @Test
    void pausingAndResumingAreIdempotent() {
        subscription.pause();
        subscription.pause();
        resume();
        resume();
        feed.deliver(0, 1);

        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(feed.credits()).isEqualTo(3);
    }
}
