package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for a message with a timeout. */
@WithEachExecutor
class NextTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aMessageInTimeArrives() {
        CompletableFuture<Message> next = subscription.next(SECOND);
        scene.advance(SECOND.minusMillis(1));
        feed.deliver(0, 1);

        assertThat(scene.now(next).offset()).isZero();
    }

    @Test
    void withoutAMessageItFailsWhenTheTimeIsOverAndNotBefore() {
        CompletableFuture<Message> next = subscription.next(SECOND);
        scene.advance(SECOND.minusMillis(1));
        assertThat(next).isNotDone();
        scene.advance(Duration.ofMillis(1));

        assertThat(scene.failure(next))
                .isInstanceOf(MessageTimeoutException.class)
                .hasMessage("no message of stream s within PT1S");
    }

    @Test
    void aMessageThatComesLaterGoesToTheNextCall() {
        subscription.next(SECOND);
        CompletableFuture<Message> patient = subscription.next();
        scene.advance(SECOND);
        feed.deliver(0, 2);

        assertThat(scene.now(patient).offset()).isZero();
        assertThat(scene.now(subscription.next(SECOND)).offset()).isEqualTo(1);
    }

    @Test
    void aThousandTimeoutsLoseNothing() {
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<Message> next = subscription.next(Duration.ofMillis(1));
            if (i % 3 == 0) {
                feed.deliver(i / 3, 1);
                assertThat(scene.now(next).offset()).isEqualTo(i / 3);
            } else {
                scene.advance(Duration.ofMillis(1));
                assertThat(next).isCompletedExceptionally();
            }
        }
    }

    @Test
    void zeroIsForAMessageThatIsHere() {
        feed.deliver(0, 1);

        CompletableFuture<Message> first = subscription.next(Duration.ZERO);
        scene.advance(Duration.ZERO);
        assertThat(scene.now(first).offset()).isZero();
        CompletableFuture<Message> second = subscription.next(Duration.ZERO);
        scene.advance(Duration.ZERO);
        assertThat(scene.failure(second)).isInstanceOf(MessageTimeoutException.class);
    }

    @Test
    void closingComesFirst() {
        CompletableFuture<Message> next = subscription.next(SECOND);
        scene.now(subscription.close());

        assertThat(scene.failure(next)).isInstanceOf(ClosedException.class);
    }

    @Test
    void timeoutsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> subscription.next(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> subscription.next(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void callsThatTimedOutDoNotAccumulateAfterOneThatWaits() {
        CompletableFuture<Message> patient = subscription.next();
        List<WeakReference<CompletableFuture<Message>>> given = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<Message> next = subscription.next();
            next.cancel(false);
            given.add(new WeakReference<>(next));
        }
        scene.settle();
        System.gc();

        assertThat(given.stream().filter(next -> next.get() != null).count()).isLessThan(200);
        assertThat(patient).isNotDone();
    }

    @Test
    void aLoopMayFollowCallsThatGaveUp() {
        CompletableFuture<Message> late = subscription.next(SECOND);
        subscription.next().cancel(false);
        scene.advance(SECOND);
        assertThat(late).isCompletedExceptionally();
        List<Long> offsets = new ArrayList<>();
        CompletableFuture<Void> loop =
                subscription.forEach(MessageHandler.of(message -> offsets.add(message.offset())));
        feed.deliver(0, 2);

        assertThat(offsets).containsExactly(0L, 1L);
        assertThat(loop).isNotDone();
    }
}
