package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reactive subscribers, beside the rules that the test kit checks. */
@WithEachExecutor
class FlowPublisherTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription =
            scene.now(scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3)));
    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();

    @AfterEach
    void close() {
        scene.close();
    }

    private final class Recorder implements Flow.Subscriber<Message> {
        final List<String> signals = new ArrayList<>();
        Flow.Subscription flow;
        Consumer<Message> then = message -> {};

        @Override
        public void onSubscribe(Flow.Subscription flow) {
            this.flow = flow;
        }

        @Override
        public void onNext(Message message) {
            signals.add("" + message.offset());
            then.accept(message);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        void request(long count) {
            flow.request(count);
            scene.settle();
        }
    }

    private void subscribe(Recorder recorder) {
        subscription.asFlowPublisher().subscribe(recorder);
        scene.settle();
    }

    @Test
    void onlyWhatIsRequestedIsDeliveredAndCreditWaitsForDemand() {
        subscribe(first);
        feed.deliver(0, 2);
        feed.deliver(2, 2);
        assertThat(first.signals).isEmpty();

        first.request(2);
        assertThat(first.signals).containsExactly("0", "1");
        assertThat(feed.credits()).isEqualTo(3);
        first.request(1);
        assertThat(feed.credits()).isEqualTo(4);
    }

    @Test
    void aSecondConcurrentSubscriberIsRefusedAndTheFirstContinues() {
        subscribe(first);
        subscribe(second);
        first.request(1);
        feed.deliver(0, 1);

        assertThat(second.signals).containsExactly("IllegalStateException");
        assertThat(first.signals).containsExactly("0");
        assertThat(scene.failure(subscription.next())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterCancellingAnotherSubscriberContinuesWithTheNextMessage() {
        subscribe(first);
        feed.deliver(0, 5);
        first.then = message -> {
            if (message.offset() == 1) {
                first.flow.cancel();
            }
        };
        first.request(Long.MAX_VALUE);
        subscribe(second);
        second.request(2);

        assertThat(first.signals).containsExactly("0", "1");
        assertThat(second.signals).containsExactly("2", "3");
        second.flow.cancel();
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(4);
    }

    @Test
    void closingCompletesWithoutDemandAndDropsWhatIsLeft() {
        subscribe(first);
        feed.deliver(0, 5);
        scene.now(subscription.close());

        assertThat(first.signals).containsExactly("complete");
        subscribe(second);
        assertThat(second.signals).containsExactly("complete");
    }

    @Test
    void closingInsideOnNextCompletesAfterIt() {
        subscribe(first);
        feed.deliver(0, 5);
        first.then = message -> {
            subscription.close();
            first.signals.add("returned");
        };
        first.request(Long.MAX_VALUE);

        assertThat(first.signals).containsExactly("0", "returned", "complete");
    }

    @Test
    void whatEndedTheSubscriptionIsTheErrorAfterAllThatWasReceived() {
        subscribe(first);
        feed.deliver(0, 2);
        feed.answer(ResponseCode.STREAM_DOES_NOT_EXIST);
        scene.broker.cutAll();
        scene.settle();
        first.request(1);
        assertThat(first.signals).containsExactly("0");

        first.request(2);
        assertThat(first.signals).containsExactly("0", "1", BrokerException.class.getSimpleName());
    }

    @Test
    void aWrongRequestInsideOnNextIsAnErrorAfterIt() {
        subscribe(first);
        feed.deliver(0, 2);
        first.then = message -> {
            first.flow.request(0);
            first.signals.add("returned");
        };
        first.request(Long.MAX_VALUE);

        assertThat(first.signals).containsExactly("0", "returned", "IllegalArgumentException");
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void aSubscriberThatThrowsGetsNoMoreAndOthersContinue() {
        subscribe(first);
        feed.deliver(0, 2);
        first.then = message -> {
            throw new IllegalStateException("expected");
        };
        first.request(Long.MAX_VALUE);

        assertThat(first.signals).containsExactly("0");
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void pausingHoldsEvenWhatWasRequested() {
        subscribe(first);
        subscription.pause();
        first.request(10);
        feed.deliver(0, 1);
        assertThat(first.signals).isEmpty();

        subscription.resume();
        scene.settle();
        assertThat(first.signals).containsExactly("0");
    }

    @Test
    void requestingOneAtATimeDoesNotGrowTheStack() {
        subscribe(first);
        first.then = message -> first.flow.request(1);
        first.request(1);
        feed.deliver(0, 50_000);

        scene.settleUntil(() -> first.signals.size() == 50_000);
        assertThat(first.signals).hasSize(50_000);
    }

    @Test
    void messagesThatWaitForNextAreNotForASubscriber() {
        CompletableFuture<Message> next = subscription.next();
        subscribe(first);
        feed.deliver(0, 1);

        assertThat(first.signals).containsExactly("IllegalStateException");
        assertThat(scene.now(next).offset()).isZero();
    }
}
