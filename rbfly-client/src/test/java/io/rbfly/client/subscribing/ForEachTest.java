package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop over messages. */
@WithEachExecutor
class ForEachTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription =
            scene.now(scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3)));
    private final List<Long> seen = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void hasSeen(long from, long to) {
        assertThat(seen)
                .containsExactlyElementsOf(LongStream.range(from, to).boxed().toList());
    }

    @Test
    void aHandlerThatIsDoneAtOnceGetsAllInOrder() {
        feed.deliver(0, 5);
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
        feed.deliver(5, 5);

        hasSeen(0, 10);
        assertThat(loop).isNotDone();
    }

    @Test
    void aHandlerThatReturnsAStageGetsTheNextMessageWhenItIsComplete() {
        List<CompletableFuture<Void>> work = new ArrayList<>();
        subscription.forEach(message -> {
            seen.add(message.offset());
            work.add(new CompletableFuture<>());
            return work.get(work.size() - 1);
        });
        feed.deliver(0, 3);
        hasSeen(0, 1);
        feed.deliver(3, 3);
        hasSeen(0, 1);

        for (int i = 0; i < 6; i++) {
            hasSeen(0, i + 1);
            work.get(i).complete(null);
            scene.settle();
        }
        hasSeen(0, 6);
    }

    @Test
    void aStageThatIsCompleteAlreadyDoesNotGrowTheStack() {
        AtomicLong count = new AtomicLong();
        subscription.forEach(message -> {
            count.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        });
        feed.deliver(0, 50_000);

        scene.settleUntil(() -> count.get() == 50_000);
        assertThat(count).hasValue(50_000);
    }

    @Test
    void aMillionMessagesInConstantStack() {
        AtomicLong count = new AtomicLong();
        AtomicLong deepest = new AtomicLong();
        subscription.forEach(message -> {
            if (count.getAndIncrement() % 100_000 == 0) {
                deepest.accumulateAndGet(StackWalker.getInstance().walk(frames -> frames.count()), Math::max);
            }
            return null;
        });
        byte[][] messages = new byte[50_000][];
        Arrays.fill(messages, ScriptedFeed.encoded(1));
        for (int chunk = 0; chunk < 20; chunk++) {
            feed.deliver(ScriptedFeed.chunk(chunk * 50_000L, messages));
            long soFar = (chunk + 1) * 50_000L;
            scene.settleUntil(() -> count.get() == soFar); // no more chunks than there is credit for
        }

        assertThat(count).hasValue(1_000_000);
        assertThat(deepest.get()).isLessThan(100);
        assertThat(feed.credits()).as("three, and one for each chunk").isEqualTo(23);
    }

    @Test
    void aHandlerThatThrowsEndsTheLoopAndTheMessageAfterItIsTheNext() {
        feed.deliver(0, 10);
        IllegalStateException cause = new IllegalStateException("expected");
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            if (message.offset() == 3) {
                throw cause;
            }
            return null;
        });

        assertThat(scene.failure(loop)).isInstanceOfSatisfying(HandlerException.class, error -> {
            assertThat(error.offset()).isEqualTo(3);
            assertThat(error).hasCause(cause);
        });
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(4);
        subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
        scene.settle();
        hasSeen(5, 10);
    }

    @Test
    void aStageThatFailsEndsTheLoopWithItsOwnError() {
        feed.deliver(0, 2);
        IllegalStateException cause = new IllegalStateException("expected");
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> work.thenApply(nothing -> nothing));
        work.completeExceptionally(cause);

        assertThat(scene.failure(loop)).isInstanceOf(HandlerException.class).hasCause(cause);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheVirtualMachineEndsTheLoopToo() {
        feed.deliver(0, 1);
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            throw new StackOverflowError("expected");
        });

        assertThat(scene.failure(loop)).isInstanceOf(HandlerException.class);
    }

    @Test
    void closingInsideTheHandlerEndsTheLoopNormally() {
        feed.deliver(0, 10);
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            seen.add(message.offset());
            return message.offset() == 2 ? subscription.close() : null;
        });
        scene.settle();

        hasSeen(0, 3);
        assertThat(loop).isCompleted();
    }

    @Test
    void closingFromOutsideEndsTheLoopNormally() {
        CompletableFuture<Void> loop = subscription.forEach(message -> null);
        scene.now(subscription.close());

        assertThat(loop).isCompleted();
        assertThat(scene.now(subscription.forEach(message -> null))).isNull();
    }

    @Test
    void aSecondLoopIsRefused() {
        subscription.forEach(message -> null);

        assertThat(scene.failure(subscription.forEach(message -> null))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nextIsRefusedDuringALoop() {
        subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));

        assertThat(scene.failure(subscription.next())).isInstanceOf(IllegalStateException.class);
        feed.deliver(0, 1);
        hasSeen(0, 1);
    }

    @Test
    void nextIsRefusedInsideTheHandler() {
        CompletableFuture<Message> inside = new CompletableFuture<>();
        subscription.forEach(message -> {
            subscription.next().whenComplete((next, error) -> inside.completeExceptionally(error));
            return null;
        });
        feed.deliver(0, 2);

        assertThat(scene.failure(inside)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLoopIsRefusedWhileCallsOfNextWait() {
        CompletableFuture<Message> next = subscription.next();

        assertThat(scene.failure(subscription.forEach(message -> null))).isInstanceOf(IllegalStateException.class);
        feed.deliver(0, 1);
        assertThat(scene.now(next).offset()).isZero();
    }

    @Test
    void cancellingEndsTheLoopAndNothingIsLost() {
        feed.deliver(0, 3);
        List<CompletableFuture<Void>> work = new ArrayList<>();
        CompletionStage<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            seen.add(message.offset());
            work.add(first.toCompletableFuture());
            return first;
        });
        scene.settle();
        loop.cancel(true);
        work.get(0).complete(null);
        scene.settle();

        hasSeen(0, 1);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void twoHandlersAreNeverAtWorkAtOnceThoughTheFirstLoopWasCancelled() {
        feed.deliver(0, 3);
        CompletableFuture<Void> atWork = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> atWork);
        scene.settle();
        loop.cancel(true);
        subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
        scene.settle();

        assertThat(seen).as("while the first handler is at work").isEmpty();
    }
}
