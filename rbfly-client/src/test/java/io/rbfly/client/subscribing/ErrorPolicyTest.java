package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a loop does when its handler fails at a message. */
@WithEachExecutor
class ErrorPolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
    private final List<Long> seen = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final ErrorPolicy skip =
            ErrorPolicy.skip((message, error) -> skipped.add(message.offset() + " " + error.getMessage()));
    private int failuresLeft = Integer.MAX_VALUE;

    @AfterEach
    void close() {
        scene.close();
    }

    /** Fails at message 2, a number of times. */
    private final MessageHandler failing = message -> {
        seen.add(message.offset());
        if (message.offset() == 2 && failuresLeft-- > 0) {
            throw new IllegalStateException("expected");
        }
        return null;
    };

    private CompletableFuture<Void> run(ErrorPolicy policy) {
        feed.deliver(0, 4);
        CompletableFuture<Void> loop = subscription.forEach(failing, policy);
        scene.settle();
        return loop;
    }

    @Test
    void stoppingNamesTheOffsetAndTheMessageAfterItIsNext() {
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP);

        assertThat(scene.failure(loop))
                .isInstanceOfSatisfying(
                        HandlerException.class,
                        error -> assertThat(error.offset()).isEqualTo(2))
                .hasMessageStartingWith("handler failed at offset 2 of stream s");
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(3);
    }

    @Test
    void skippingReportsThatOneMessageAndContinuesInItsChunk() {
        CompletableFuture<Void> loop = run(skip);

        assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
        assertThat(skipped).containsExactly("2 expected");
        assertThat(loop).isNotDone();
    }

    @Test
    void aStageThatFailsIsSkippedWithItsOwnError() {
        feed.deliver(0, 2);
        subscription.forEach(
                message -> CompletableFuture.runAsync(
                        () -> {
                            throw new IllegalStateException("expected");
                        },
                        Runnable::run),
                skip);
        scene.settle();

        assertThat(skipped).containsExactly("0 expected", "1 expected");
    }

    @Test
    void aMessageThatIsNoAmqpIsAnErrorOfThatMessage() {
        feed.deliver(ScriptedFeed.chunk(0, ScriptedFeed.encoded("a"), new byte[] {1, 2, 3}, ScriptedFeed.encoded("b")));
        List<Object> bodies = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        subscription.forEach(
                MessageHandler.of(message -> bodies.add(message.body())),
                ErrorPolicy.skip((message, error) -> errors.add(error)));
        scene.settle();

        assertThat(bodies).containsExactly("a", "b");
        assertThat(errors).singleElement().isInstanceOf(AmqpDecodeException.class);
    }

    @Test
    void aSkipThatFailsStopsTheLoop() {
        CompletableFuture<Void> loop = run(ErrorPolicy.skip((message, error) -> {
            throw new UnsupportedOperationException("no dead letters");
        }));

        assertThat(scene.failure(loop))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("offset 2")
                .cause()
                .isInstanceOf(UnsupportedOperationException.class)
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
    }

    @Test
    void aRetryHandsTheSameMessageOutAgainAfterAPauseAndNoOtherMeanwhile() {
        failuresLeft = 1;
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP.withRetries(3, SECOND, SECOND));
        assertThat(seen).containsExactly(0L, 1L, 2L);
        scene.advance(Duration.ofMillis(499));
        assertThat(seen).as("half a second at least").hasSize(3);
        scene.advance(Duration.ofMillis(501));

        assertThat(seen).containsExactly(0L, 1L, 2L, 2L, 3L);
        assertThat(loop).isNotDone();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        feed.deliver(0, 1);
        List<Long> times = new ArrayList<>();
        subscription.forEach(
                message -> {
                    times.add(scene.timer.nanoTime());
                    throw new IllegalStateException("expected");
                },
                ErrorPolicy.STOP.withRetries(ErrorPolicy.FOREVER, SECOND, SECOND.multipliedBy(8)));
        scene.advance(SECOND.multipliedBy(60));

        for (int i = 0; i < 6; i++) {
            long longest = SECOND.multipliedBy(Math.min(8, 1L << i)).toNanos();
            assertThat(times.get(i + 1) - times.get(i)).isBetween(longest / 2, longest);
        }
    }

    @Test
    void whenRetriesAreUsedUpTheLoopStops() {
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP.withRetries(2, SECOND, SECOND));
        scene.advance(SECOND.multipliedBy(3));

        assertThat(seen).containsExactly(0L, 1L, 2L, 2L, 2L);
        assertThat(scene.failure(loop)).isInstanceOf(HandlerException.class);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(3);
    }

    @Test
    void whenRetriesAreUsedUpTheMessageIsSkippedIfThatIsThePolicy() {
        run(skip.withRetries(1, SECOND, SECOND));
        scene.advance(SECOND);

        assertThat(seen).containsExactly(0L, 1L, 2L, 2L, 3L);
        assertThat(skipped).containsExactly("2 expected");
    }

    @Test
    void eachMessageHasItsOwnRetries() {
        feed.deliver(0, 3);
        subscription.forEach(
                message -> {
                    seen.add(message.offset());
                    throw new IllegalStateException("expected");
                },
                skip.withRetries(1, SECOND, SECOND));
        scene.advance(SECOND.multipliedBy(6));

        assertThat(seen).containsExactly(0L, 0L, 1L, 1L, 2L, 2L);
        assertThat(skipped).hasSize(3);
    }

    @Test
    void unlimitedRetriesContinue() {
        run(ErrorPolicy.STOP.withRetries(ErrorPolicy.FOREVER, SECOND, SECOND));
        scene.advance(SECOND.multipliedBy(1000));

        assertThat(seen).hasSizeGreaterThan(1000);
    }

    @Test
    void cancellingDuringThePauseMakesTheMessageTheNext() {
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP.withRetries(9, SECOND, SECOND));
        loop.cancel(true);

        assertThat(scene.now(subscription.next()).offset()).isEqualTo(2);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(3);
        scene.advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly(0L, 1L, 2L);
    }

    @Test
    void closingDuringThePauseEndsTheLoopNormally() {
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP.withRetries(9, SECOND, SECOND));
        scene.now(subscription.close());

        assertThat(loop).isCompleted();
        scene.advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anEndOfTheStreamWaitsForTheRetries() {
        failuresLeft = 1;
        CompletableFuture<Void> loop = run(ErrorPolicy.STOP.withRetries(9, SECOND, SECOND));
        feed.answer(ResponseCode.STREAM_DOES_NOT_EXIST);
        scene.broker.cutAll();
        scene.settle();
        scene.advance(SECOND);

        assertThat(seen).containsExactly(0L, 1L, 2L, 2L, 3L);
        assertThat(loop).isCompletedExceptionally();
    }

    @Test
    void nextWaitsForTheHandlerOfACancelledLoop() {
        feed.deliver(0, 2);
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> work);
        scene.settle();
        loop.cancel(true);
        var next = subscription.next();
        scene.settle();
        assertThat(next).isNotDone();

        work.complete(null);
        assertThat(scene.now(next).offset()).isEqualTo(1);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> skip.withRetries(-1, SECOND, SECOND));
        assertThatIllegalArgumentException().isThrownBy(() -> skip.withRetries(1, SECOND, SECOND.minusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> skip.withRetries(1, SECOND.negated(), SECOND));
    }
}
