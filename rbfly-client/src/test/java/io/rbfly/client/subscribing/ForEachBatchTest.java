package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop over the messages of each chunk at once. */
@WithEachExecutor
class ForEachBatchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final IllegalStateException EXPECTED = new IllegalStateException("expected");

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene).ofNewBroker(0);
    private final List<List<Long>> seen = new ArrayList<>();
    private final List<CompletableFuture<Void>> work = new ArrayList<>();
    private Subscription subscription = subscribe(SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3));

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe(SubscriptionOptions options) {
        return scene.now(scene.client.subscribe("s", Offset.FIRST, options));
    }

    private Subscription subscribe(MessageFilter filter) {
        scene.now(subscription.close());
        return subscribe(SubscriptionOptions.DEFAULT.withFilter(filter));
    }

    private static long number(@Nullable Object body) {
        return body instanceof Long number ? number : -1;
    }

    private static List<Long> offsets(List<Message> messages) {
        return messages.stream().map(Message::offset).toList();
    }

    private Function<List<Message>, @Nullable CompletionStage<?>> immediate() {
        return messages -> {
            seen.add(offsets(messages));
            return null;
        };
    }

    private CompletionStage<?> later(List<Message> messages) {
        seen.add(offsets(messages));
        work.add(new CompletableFuture<>());
        return work.get(work.size() - 1);
    }

    private long storedOffset() {
        List<StoreOffset> all = scene.broker.received(StoreOffset.class);
        return all.isEmpty() ? -1 : all.get(all.size() - 1).offset();
    }

    @Test
    void eachChunkIsOneList() {
        feed.deliver(0, 3);
        feed.deliver(3, 1);
        CompletableFuture<Void> loop = subscription.forEachBatch(immediate());
        feed.deliver(10, 2);
        scene.settle();

        assertThat(seen).containsExactly(List.of(0L, 1L, 2L), List.of(3L), List.of(10L, 11L));
        assertThat(loop).isNotDone();
    }

    @Test
    void theListCannotBeChangedAndItsMessagesStay() {
        List<Message> kept = new ArrayList<>();
        subscription.forEachBatch(messages -> {
            assertThatThrownBy(() -> messages.remove(0)).isInstanceOf(UnsupportedOperationException.class);
            kept.addAll(messages);
            return null;
        });
        feed.deliver(0, 2);
        feed.deliver(2, 2);
        scene.settle();

        assertThat(kept).extracting(Message::body).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void theNextListAndCreditFollowWhenTheStageIsComplete() {
        feed.deliver(0, 3);
        feed.deliver(3, 3);
        int credits = feed.credits();
        subscription.forEachBatch(this::later);
        scene.settle();
        assertThat(seen).containsExactly(List.of(0L, 1L, 2L));
        assertThat(feed.credits()).isEqualTo(credits);

        work.get(0).complete(null);
        scene.settle();

        assertThat(seen).containsExactly(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L));
        assertThat(feed.credits()).isGreaterThan(credits);
    }

    @Test
    void aListIsRetriedAsItWas() {
        feed.deliver(0, 3);
        feed.deliver(3, 1);
        subscription.forEachBatch(this::later, ErrorPolicy.STOP.withRetries(1, SECOND, SECOND));
        scene.settle();
        work.get(0).completeExceptionally(EXPECTED);
        scene.settle();
        assertThat(seen).hasSize(1);
        scene.advance(SECOND);

        assertThat(seen).containsExactly(List.of(0L, 1L, 2L), List.of(0L, 1L, 2L));
        work.get(1).complete(null);
        scene.settle();
        assertThat(seen).last().isEqualTo(List.of(3L));
    }

    @Test
    void messagesThatWaitForARetryAreReadNextIfTheLoopIsCancelled() {
        feed.deliver(0, 3);
        CompletableFuture<Void> loop =
                subscription.forEachBatch(this::later, ErrorPolicy.STOP.withRetries(1, SECOND, SECOND));
        scene.settle();
        work.get(0).completeExceptionally(EXPECTED);
        scene.settle();
        loop.cancel(false);
        scene.settle();

        assertThat(scene.now(subscription.next()).offset()).isEqualTo(0);
        subscription.forEachBatch(this::later);
        scene.settle();
        assertThat(seen).last().isEqualTo(List.of(1L, 2L));
    }

    @Test
    void stoppingNamesTheFirstOffsetAndTheMessageAfterTheListIsNext() {
        feed.deliver(0, 3);
        feed.deliver(3, 3);
        CompletableFuture<Void> loop = subscription.forEachBatch(messages -> {
            if (messages.get(0).offset() == 3) {
                throw EXPECTED;
            }
            return null;
        });
        feed.deliver(6, 1);
        scene.settle();

        assertThat(scene.failure(loop))
                .isInstanceOfSatisfying(
                        HandlerException.class,
                        error -> assertThat(error.offset()).isEqualTo(3));
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(6);
    }

    @Test
    void skippingReportsEachMessage() {
        List<Long> skipped = new ArrayList<>();
        feed.deliver(0, 3);
        subscription.forEachBatch(
                messages -> {
                    throw EXPECTED;
                },
                ErrorPolicy.skip((message, error) -> skipped.add(message.offset())));
        scene.settle();

        assertThat(skipped).containsExactly(0L, 1L, 2L);
    }

    @Test
    void theOffsetOfTheLastMessageIsStoredWhenTheStageIsComplete() {
        scene.now(subscription.close());
        subscription = subscribe(SubscriptionOptions.DEFAULT.withOffsetStoring(
                OffsetStoring.of("r").withMessages(1)));
        subscription.forEachBatch(this::later);
        feed.deliver(0, 3);
        scene.settle();
        assertThat(storedOffset()).isEqualTo(-1);

        work.get(0).complete(null);
        scene.settle();

        assertThat(storedOffset()).isEqualTo(2);
    }

    @Test
    void unwantedMessagesAreLeftOut() {
        subscription = subscribe(MessageFilter.of("even")
                .withFilterValue(content -> number(content.body()) % 2 == 0 ? "even" : "odd"));
        subscription.forEachBatch(immediate());
        feed.deliver(0, 5);
        feed.deliver(5, 1);
        feed.deliver(6, 1);
        scene.settle();

        assertThat(seen).containsExactly(List.of(0L, 2L, 4L), List.of(6L));
    }

    @Test
    void aFilterThatFailsIsAFailureOfThatMessageAlone() {
        subscription = subscribe(MessageFilter.of("v").withFilterValue(content -> {
            if (Objects.equals(content.body(), 2L)) {
                throw EXPECTED;
            }
            return "v";
        }));
        List<Long> skipped = new ArrayList<>();
        subscription.forEachBatch(immediate(), ErrorPolicy.skip((message, error) -> skipped.add(message.offset())));
        feed.deliver(0, 5);
        scene.settle();

        assertThat(seen).containsExactly(List.of(0L, 1L), List.of(3L, 4L));
        assertThat(skipped).containsExactly(2L);
    }

    @Test
    void closingInTheHandlerEndsTheLoop() {
        CompletableFuture<Void> loop = subscription.forEachBatch(messages -> {
            seen.add(offsets(messages));
            return subscription.close();
        });
        feed.deliver(0, 2);
        feed.deliver(2, 2);
        scene.settle();

        scene.now(loop);
        assertThat(seen).containsExactly(List.of(0L, 1L));
    }
}
