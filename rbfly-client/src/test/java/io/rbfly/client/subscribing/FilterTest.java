package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Filters: what is sent to the broker, and what the client drops. */
@WithEachExecutor
class FilterTest {
    /**
     * Messages are their offsets: even ones have the value "even", odd ones "odd", those above 100 none; 13 is unlucky.
     */
    private static final MessageFilter EVEN = MessageFilter.of("even").withFilterValue(message -> {
        long number = (Long) message.body();
        if (number == 13) {
            throw new IllegalStateException("unlucky");
        }
        return number > 100 ? null : number % 2 == 0 ? "even" : "odd";
    });

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private CompletableFuture<Subscription> opening(MessageFilter filter) {
        return scene.client.subscribe(
                "s",
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3).withFilter(filter));
    }

    private Subscription subscribe(MessageFilter filter) {
        feed.ofNewBroker(0);
        return scene.now(opening(filter));
    }

    @Test
    void theValuesAreSentToTheBroker() {
        subscribe(MessageFilter.of("a", "b", "a").withUnfiltered());

        assertThat(feed.lastSubscribe().properties())
                .isEqualTo(Map.of("filter.0", "a", "filter.1", "b", "match-unfiltered", "true"));
    }

    @Test
    void anOldBrokerIsAClearErrorAndIsNotSubscribedTo() {
        assertThat(scene.failure(opening(EVEN)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessage("the broker is too old for message filters (expected: RabbitMQ 3.13 or later)");
        assertThat(feed.subscribes()).isEmpty();
    }

    @Test
    void withoutAFunctionAllThatTheBrokerSendsIsDelivered() {
        Subscription subscription = subscribe(MessageFilter.of("even"));
        feed.deliver(0, 2);

        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void nextPassesOverWhatIsNotWanted() {
        Subscription subscription = subscribe(EVEN);
        feed.deliver(1, 4);
        feed.deliver(5, 2);

        for (long offset : new long[] {2, 4, 6}) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
        assertThat(feed.credits()).as("one chunk is read to its end").isEqualTo(4);
    }

    @Test
    void messagesWithoutAValueAreSelectedIfRequested() {
        Subscription subscription = subscribe(EVEN.withUnfiltered());
        feed.deliver(99, 4);

        for (long offset : new long[] {100, 101, 102}) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void aLoopPassesOverWhatIsNotWanted() {
        Subscription subscription = subscribe(EVEN);
        List<Long> seen = new ArrayList<>();
        subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
        feed.deliver(1, 8);

        assertThat(seen).containsExactly(2L, 4L, 6L, 8L);
    }

    @Test
    void aFunctionThatThrowsFailsTheCallOfNextAndTheMessageAfterItIsNext() {
        Subscription subscription = subscribe(EVEN);
        feed.deliver(13, 2);

        assertThat(scene.failure(subscription.next()))
                .isInstanceOfSatisfying(
                        HandlerException.class,
                        error -> assertThat(error.offset()).isEqualTo(13))
                .hasMessageStartingWith("filter failed at offset 13");
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(14);
    }

    @Test
    void aFunctionThatThrowsIsForThePolicyOfALoop() {
        Subscription subscription = subscribe(EVEN);
        List<Long> seen = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        subscription.forEach(
                MessageHandler.of(message -> seen.add(message.offset())),
                ErrorPolicy.skip((message, error) -> skipped.add(message.offset())));
        feed.deliver(12, 3);

        assertThat(seen).containsExactly(12L, 14L);
        assertThat(skipped).containsExactly(13L);
    }

    @Test
    void bytesThatAreNoAmqpFailTheFunction() {
        Subscription subscription = subscribe(EVEN);
        feed.deliver(ScriptedFeed.chunk(0, new byte[] {1, 2, 3}, ScriptedFeed.encoded(2L)));

        assertThat(scene.failure(subscription.next())).isInstanceOf(HandlerException.class);
        assertThat(scene.now(subscription.next()).body()).isEqualTo(2L);
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(MessageFilter::of);
        assertThatIllegalArgumentException().isThrownBy(() -> MessageFilter.of("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageFilter.of("x".repeat(32_768)));
    }
}
