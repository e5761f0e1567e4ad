package io.rbfly.client.subscribing;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that are closed while they are read: with any executor, no message is delivered after the close. */
@WithEachExecutor
class ReadersThatCloseTest {
    private static final int MANY = 40_000;

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        scene.close();
    }

    /** The ways to read without end. */
    enum Reader {
        FOR_EACH {
            @Override
            void read(Subscription subscription, Runnable each) {
                subscription.forEach(message -> {
                    each.run();
                    return null;
                });
            }
        },
        STAGES {
            @Override
            void read(Subscription subscription, Runnable each) {
                subscription.forEach(message -> {
                    each.run();
                    return CompletableFuture.completedFuture(null);
                });
            }
        },
        VIEWS {
            @Override
            void read(Subscription subscription, Runnable each) {
                subscription.forEachView(message -> each.run());
            }
        },
        FLOW {
            @Override
            void read(Subscription subscription, Runnable each) {
                subscription.asFlowPublisher().subscribe(new Everything(each));
            }
        },
        NEXT {
            @Override
            void read(Subscription subscription, Runnable each) {
                subscription.next().thenAccept(message -> {
                    each.run();
                    read(subscription, each);
                });
            }
        };

        abstract void read(Subscription subscription, Runnable each);
    }

    private record Everything(Runnable each) implements Flow.Subscriber<Message> {
        @Override
        public void onSubscribe(Flow.Subscription flow) {
            flow.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Message message) {
            each.run();
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aCloseInsideAHandlerIsExact(Reader reader) {
        for (int last : new int[] {1, 777, 30_000}) {
            Subscription other = scene.now(scene.client.subscribe("s", Offset.FIRST));
            handled.set(0);
            reader.read(other, () -> {
                if (handled.incrementAndGet() == last) {
                    other.close();
                }
            });
            feed.deliver(0, MANY);
            scene.settleUntil(() -> handled.get() >= last);
            scene.settle();

            assertThat(handled).hasValue(last);
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void nothingIsDeliveredAfterACloseOfAnotherThread(Reader reader) throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        CountDownLatch reading = new CountDownLatch(100);
        reader.read(subscription, () -> {
            late.addAndGet(closed.get() ? 1 : 0);
            reading.countDown();
        });
        CompletableFuture<Void> delivering = CompletableFuture.runAsync(() -> feed.deliver(0, MANY));
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        await(subscription.close());
        closed.set(true);
        await(delivering);
        scene.settle();

        assertThat(late).hasValue(0);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStageWhoseCallbacksCannotBeSetFailsTheHandler(boolean complete) {
        CompletableFuture<Void> loop = subscription.forEach(message -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                if (complete) {
                    action.accept(null, null);
                }
                throw new IllegalStateException("expected");
            }
        });
        feed.deliver(0, 1);

        if (complete) {
            scene.now(subscription.close());
            scene.now(loop);
        } else {
            assertThat(scene.failure(loop)).isInstanceOf(HandlerException.class).hasRootCauseMessage("expected");
        }
    }

    @Test
    void aStageThatCompletesTwiceIsDoneOnce() {
        List<BiConsumer<? super Object, ? super Throwable>> actions = new ArrayList<>();
        subscription.forEach(message -> {
            handled.incrementAndGet();
            return stage(actions);
        });
        feed.deliver(0, 10);
        assertThat(handled).hasValue(1);

        actions.get(0).accept(null, null);
        actions.get(0).accept(null, null);
        scene.settle();

        assertThat(handled).hasValue(2);
    }

    private static CompletionStage<?> stage(List<BiConsumer<? super Object, ? super Throwable>> actions) {
        return new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                actions.add(action);
                return this;
            }
        };
    }

    @Test
    void aHandlerThatWaitsForTheClosingIsWaitedForNoLongerThanItsGrace() {
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            handled.incrementAndGet();
            return subscription.close().thenCompose(closed -> new CompletableFuture<Void>());
        });
        feed.deliver(0, 10);
        CompletableFuture<Void> closed = subscription.close();
        scene.now(closed);
        scene.advance(Duration.ofMillis(200));

        scene.now(loop);
        assertThat(handled).hasValue(1);
    }
}
