package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a subscription starts, and its messages one by one. */
@WithEachExecutor
class SubscriptionTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe(Offset offset) {
        return scene.now(scene.client.subscribe("s", offset));
    }

    private static Stream<Arguments> starts() {
        return Stream.of(
                Arguments.of(Offset.FIRST, new OffsetSpec.First()),
                Arguments.of(Offset.LAST, new OffsetSpec.Last()),
                Arguments.of(Offset.NEXT, new OffsetSpec.Last()),
                Arguments.of(Offset.at(42), new OffsetSpec.At(42)),
                Arguments.of(Offset.at(-1), new OffsetSpec.At(-1)),
                Arguments.of(Offset.timestamp(Instant.ofEpochMilli(1234)), new OffsetSpec.Timestamp(1234)),
                Arguments.of(Offset.timestamp(Instant.ofEpochMilli(-5)), new OffsetSpec.Timestamp(-5)));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theOffsetIsSentOnTheWire(Offset offset, OffsetSpec expected) {
        subscribe(offset);

        assertThat(feed.lastSubscribe().offset()).isEqualTo(expected);
        assertThat(feed.lastSubscribe().properties()).isEmpty();
    }

    @Test
    void aStoredOffsetContinuesAfterIt() {
        scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.OK, 99));
        subscribe(Offset.stored("r"));

        assertThat(scene.broker.received(QueryOffset.class)).containsExactly(new QueryOffset("r", "s"));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(100));
    }

    @Test
    void aStoredOffsetThatIsRefusedIsAnErrorOfTheOpening() {
        scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.ACCESS_REFUSED, 0));

        assertThat(scene.failure(scene.client.subscribe("s", Offset.stored("r"))))
                .hasMessage("offset stored under r for stream s: access refused");
        assertThat(feed.subscribes()).isEmpty();
    }

    @Test
    void messagesBelowTheRequestedOffsetAreNotDelivered() {
        Subscription subscription = subscribe(Offset.at(55));
        feed.deliver(50, 10);

        for (long offset = 55; offset < 60; offset++) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void offsetsAreUnsigned() {
        Subscription subscription = subscribe(Offset.at(Long.MIN_VALUE + 1));
        feed.deliver(Long.MIN_VALUE - 1, 4);

        assertThat(scene.now(subscription.next()).offset()).isEqualTo(Long.MIN_VALUE + 1);
    }

    @Test
    void aMessageHasItsOffsetTimeAndBody() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(ScriptedFeed.chunk(7, ScriptedFeed.encoded("hello")));
        Message message = scene.now(subscription.next());

        assertThat(message.offset()).isEqualTo(7);
        assertThat(message.timestamp()).isEqualTo(Instant.ofEpochMilli(ScriptedFeed.TIMESTAMP));
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.raw()).isEqualTo(ScriptedFeed.encoded("hello"));
    }

    @Test
    void aMessageThatIsNoAmqpDoesNotStopTheReading() {
        Subscription subscription = subscribe(Offset.FIRST);
        byte[] garbage = {1, 2, 3};
        feed.deliver(ScriptedFeed.chunk(0, ScriptedFeed.encoded("a"), garbage, new byte[0], ScriptedFeed.encoded("b")));

        assertThat(scene.now(subscription.next()).body()).isEqualTo("a");
        Message broken = scene.now(subscription.next());
        assertThatThrownBy(broken::body).isInstanceOf(AmqpDecodeException.class);
        assertThat(broken.raw()).isEqualTo(garbage);
        assertThat(broken.offset()).isEqualTo(1);
        assertThat(scene.now(subscription.next()).raw()).isEmpty();
        assertThat(scene.now(subscription.next()).body()).isEqualTo("b");
    }

    @Test
    void overlappingCallsGetMessagesInTheirOrder() {
        Subscription subscription = subscribe(Offset.FIRST);
        List<CompletableFuture<Message>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(subscription.next());
        }
        feed.deliver(0, 3);
        feed.deliver(3, 2);

        for (int i = 0; i < 5; i++) {
            assertThat(scene.now(calls.get(i)).offset()).isEqualTo(i);
        }
    }

    @Test
    void callsFromInsideACompletionComeAfterThoseThatWait() {
        Subscription subscription = subscribe(Offset.FIRST);
        List<Long> inner = new ArrayList<>();
        subscription.next().thenAccept(m -> subscription.next().thenAccept(n -> inner.add(n.offset())));
        CompletableFuture<Message> second = subscription.next();
        feed.deliver(0, 3);

        assertThat(scene.now(second).offset()).isEqualTo(1);
        assertThat(inner).containsExactly(2L);
    }

    @Test
    void aCancelledCallLosesNothing() {
        Subscription subscription = subscribe(Offset.FIRST);
        CompletableFuture<Message> first = subscription.next();
        CompletableFuture<Message> second = subscription.next();
        scene.settle();
        first.cancel(true);
        feed.deliver(0, 2);

        assertThat(scene.now(second).offset()).isZero();
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
    }

    @Test
    void closingFailsWhatWaitsAndGivesTheSubscriptionBack() {
        Subscription subscription = subscribe(Offset.FIRST);
        CompletableFuture<Message> next = subscription.next();
        scene.now(subscription.close());

        assertThat(scene.failure(next)).isInstanceOf(ClosedException.class);
        assertThat(scene.failure(subscription.next())).isInstanceOf(ClosedException.class);
        assertThat(scene.broker.received(Unsubscribe.class)).containsExactly(new Unsubscribe(0));
        assertThat(scene.now(subscription.close())).isNull();
    }

    @Test
    void closingDropsWhatWasNotTaken() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 10);
        scene.now(subscription.next());
        scene.now(subscription.close());
        feed.deliver(10, 10);

        assertThat(scene.failure(subscription.next())).isInstanceOf(ClosedException.class);
    }

    @Test
    void aThousandSubscriptionsOneAfterTheOtherReuseTheirIds() {
        for (int i = 0; i < 1000; i++) {
            scene.now(scene.client.subscribe("s", Offset.FIRST).thenCompose(Subscription::close));
        }

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(feed.subscribes())
                .hasSize(1000)
                .allSatisfy(request -> assertThat(request.subscriptionId()).isZero());
    }

    @Test
    void twoSubscriptionsOfOneStreamGetEachTheirOwn() {
        Subscription first = subscribe(Offset.FIRST);
        Subscription second = subscribe(Offset.FIRST);
        feed.deliver(0, 1);

        assertThat(scene.now(second.next()).offset()).isZero();
        assertThat(first.next()).isNotDone();
    }

    @Test
    void overlappingCallsDoNotGrowTheStack() {
        Subscription subscription = subscribe(Offset.FIRST);
        List<Long> offsets = new ArrayList<>();
        takeEndlessly(subscription, offsets);
        takeEndlessly(subscription, offsets);
        feed.deliver(0, 50_000);

        scene.settleUntil(() -> offsets.size() == 50_000);
        assertThat(offsets)
                .containsExactlyElementsOf(LongStream.range(0, 50_000).boxed().toList());
    }

    private static void takeEndlessly(Subscription subscription, List<Long> offsets) {
        subscription.next().thenAccept(message -> {
            offsets.add(message.offset());
            takeEndlessly(subscription, offsets);
        });
    }
}
