package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Offsets that a subscription stores automatically and on request. */
@WithEachExecutor
class OffsetStoringTest {
    private static final OffsetStoring STORING =
            OffsetStoring.of("r").withMessages(3).withInterval(Duration.ofSeconds(5));

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final List<String> order = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe() {
        scene.broker.on(StoreOffset.class, (peer, command) -> order.add("store " + command.offset()));
        return scene.now(
                scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withOffsetStoring(STORING)));
    }

    private List<Long> stored() {
        scene.settle();
        return scene.broker.received(StoreOffset.class).stream()
                .map(StoreOffset::offset)
                .toList();
    }

    @Test
    void byDefaultNothingIsStored() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        subscription.forEach(message -> null);
        feed.deliver(0, 50_000);
        scene.advance(Duration.ofMinutes(1));
        scene.now(subscription.close());

        assertThat(stored()).isEmpty();
    }

    @Test
    void afterSoManyMessages() {
        subscribe().forEach(message -> null);
        feed.deliver(10, 3);
        assertThat(stored()).containsExactly(12L);
        feed.deliver(13, 3);
        feed.deliver(16, 1);

        assertThat(stored()).containsExactly(12L, 15L);
        assertThat(scene.broker.received(StoreOffset.class)).first().isEqualTo(new StoreOffset("r", "s", 12));
    }

    @Test
    void afterSoMuchTimeAndOnlyWhatIsNew() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 2);
        scene.advance(Duration.ofMillis(4_999));
        assertThat(stored()).isEmpty();
        scene.advance(Duration.ofMillis(1));
        assertThat(stored()).containsExactly(1L);
        scene.advance(Duration.ofSeconds(50));
        assertThat(stored()).containsExactly(1L);
        feed.deliver(2, 1);
        scene.advance(Duration.ofSeconds(5));
        assertThat(stored()).containsExactly(1L, 2L);
    }

    @Test
    void againIfTheBrokerHasLostIt() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
        scene.advance(Duration.ofSeconds(5));
        assertThat(stored()).as("not stored").containsExactly(2L, 2L);

        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 1));
        scene.advance(Duration.ofSeconds(5));
        assertThat(stored()).as("a former one is stored").containsExactly(2L, 2L, 2L);

        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 2));
        int queries = scene.broker.received(QueryOffset.class).size();
        scene.advance(Duration.ofSeconds(50));
        assertThat(stored()).containsExactly(2L, 2L, 2L);
        assertThat(scene.broker.received(QueryOffset.class)).hasSize(queries + 1);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsLost() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 3);
        scene.broker.ignore(QueryOffset.class);
        scene.advance(Duration.ofSeconds(5));
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 1));
        scene.advance(Duration.ofSeconds(20));

        assertThat(scene.events(ClientEvent.ConnectionClosed.class)).hasSize(1);
        assertThat(stored()).startsWith(2L, 2L);
    }

    @Test
    void whatAnotherReaderHasStoredFurtherIsNotReplaced() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 100));
        scene.advance(Duration.ofSeconds(50));

        assertThat(stored()).containsExactly(2L);
    }

    @Test
    void onCloseAndBeforeTheBrokerForgetsTheSubscription() {
        Subscription subscription = subscribe();
        scene.broker.onFrame(Unsubscribe.class, (peer, frame) -> {
            order.add("unsubscribe");
            peer.respond(frame.correlationId(), new StatusResponse(CommandKey.UNSUBSCRIBE, ResponseCode.OK));
        });
        subscription.forEach(message -> null);
        feed.deliver(0, 2);
        scene.now(subscription.close());

        assertThat(order).containsExactly("store 1", "unsubscribe");
    }

    @Test
    void closingTheClientStoresToo() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 2);
        CompletableFuture<Void> closed = scene.client.close();
        scene.settle();

        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(order).containsExactly("store 1");
    }

    @Test
    void aMessageThatIsBeingHandledIsNotProcessed() {
        Subscription subscription = subscribe();
        List<CompletableFuture<Void>> work = new ArrayList<>();
        subscription.forEach(message -> {
            work.add(new CompletableFuture<>());
            return work.get(work.size() - 1);
        });
        feed.deliver(0, 5);
        work.get(0).complete(null);
        scene.advance(Duration.ofSeconds(5));
        assertThat(stored()).containsExactly(0L);
        work.get(1).complete(null);
        scene.settle();
        scene.now(subscription.close());

        assertThat(stored()).containsExactly(0L, 1L);
    }

    @Test
    void aMessageThatFailedIsNotProcessed() {
        Subscription subscription = subscribe();
        CompletableFuture<Void> loop = subscription.forEach(MessageHandler.of(message -> {
            if (message.offset() == 1) {
                throw new IllegalStateException("expected");
            }
        }));
        feed.deliver(0, 5);
        scene.failure(loop);
        scene.now(subscription.close());

        assertThat(stored()).containsExactly(0L);
    }

    @Test
    void aMessageThatWasSkippedIsProcessedAndOneThatIsRetriedIsNot() {
        Subscription subscription = subscribe();
        subscription.forEach(
                message -> {
                    throw new IllegalStateException("expected");
                },
                ErrorPolicy.skip((message, error) -> {})
                        .withRetries(1, Duration.ofSeconds(10), Duration.ofSeconds(10)));
        feed.deliver(0, 1);
        scene.advance(Duration.ofMillis(4_999));
        assertThat(stored()).isEmpty();
        scene.advance(Duration.ofSeconds(11));

        assertThat(stored()).containsExactly(0L);
    }

    @Test
    void withNextWhatIsAcknowledgedIsStoredAndNothingElse() {
        Subscription subscription = subscribe();
        feed.deliver(0, 5);
        Message first = scene.now(subscription.next());
        Message second = scene.now(subscription.next());
        scene.now(subscription.next());
        subscription.acknowledge(second);
        subscription.acknowledge(first);
        scene.now(subscription.close());

        assertThat(stored()).containsExactly(1L);
    }

    @Test
    void withNextNothingIsStoredThatIsNotAcknowledged() {
        Subscription subscription = subscribe();
        feed.deliver(0, 5);
        for (int i = 0; i < 5; i++) {
            scene.now(subscription.next());
        }
        scene.now(subscription.close());

        assertThat(stored()).isEmpty();
    }

    @Test
    void acknowledgementsAreStoredAfterSoManyAndSoMuchTime() {
        Subscription subscription = subscribe();
        feed.deliver(0, 5);
        for (int i = 0; i < 4; i++) {
            subscription.acknowledge(scene.now(subscription.next()));
        }
        assertThat(stored()).containsExactly(2L);
        scene.advance(Duration.ofSeconds(5));

        assertThat(stored()).containsExactly(2L, 3L);
    }

    @Test
    void aSubscriberThatPrefetchesStoresWhatItAcknowledges() {
        Subscription subscription = subscribe();
        List<Message> prefetched = new ArrayList<>();
        subscription.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription flow) {
                flow.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message message) {
                prefetched.add(message);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        feed.deliver(0, 62);
        assertThat(prefetched).hasSize(62);
        subscription.acknowledge(prefetched.get(42));
        scene.now(subscription.close());

        assertThat(stored()).containsExactly(42L);
    }

    @Test
    void aMessageOfAnotherStreamIsNotAcknowledged() {
        Subscription subscription = subscribe();
        feed.deliver(42, 1);
        scene.now(subscription.next());
        Message other = Message.of("t", 1_000, Instant.EPOCH, "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> subscription.acknowledge(other))
                .withMessage("message: of stream t (expected: of stream s)");
        scene.now(subscription.close());

        assertThat(stored()).isEmpty();
    }

    @Test
    void withoutStoringThereIsNothingToAcknowledge() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 1);
        Message message = scene.now(subscription.next());

        assertThatIllegalStateException().isThrownBy(() -> subscription.acknowledge(message));
    }

    @Test
    void aHandlerThatClosesIsDoneWithItsMessage() {
        Subscription subscription = subscribe();
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            if (message.offset() == 4) {
                subscription.close();
            }
            return null;
        });
        feed.deliver(0, 10);
        scene.now(loop);

        assertThat(stored()).endsWith(4L);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
    }

    @Test
    void aHandlerWhoseStageIsTheClosingIsDoneWithItsMessage() {
        Subscription subscription = subscribe();
        CompletableFuture<Void> loop =
                subscription.forEach(message -> message.offset() == 4 ? subscription.close() : null);
        feed.deliver(0, 10);
        scene.now(loop);

        assertThat(stored()).endsWith(4L);
    }

    @Test
    void aHandlerThatIsDoneAfterTheClosingIsStoredAsLongAsTheClientLives() {
        Subscription subscription = subscribe();
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture<Void> loop = subscription.forEach(message -> work);
        feed.deliver(0, 1);
        scene.now(subscription.close());
        assertThat(stored()).isEmpty();
        assertThat(loop).isNotDone();
        CompletableFuture<Void> closed = scene.client.close();
        scene.settle();
        work.complete(null);
        scene.now(loop);

        assertThat(order).containsExactly("store 0");
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aHandlerThatNeverCompletesDoesNotDelayTheEndOfTheLoop() {
        Subscription subscription = subscribe();
        CompletableFuture<Void> loop = subscription.forEach(message -> new CompletableFuture<>());
        feed.deliver(0, 1);
        scene.now(subscription.close());
        scene.advance(Duration.ofMillis(199));
        assertThat(loop).isNotDone();
        scene.advance(Duration.ofMillis(1));

        scene.now(loop);
        assertThat(stored()).isEmpty();
    }

    @Test
    void itContinuesAfterALostConnection() {
        Subscription subscription = subscribe();
        List<CompletableFuture<Void>> work = new ArrayList<>();
        subscription.forEach(message -> {
            work.add(new CompletableFuture<>());
            return work.get(work.size() - 1);
        });
        feed.deliver(0, 1);
        scene.advance(Duration.ofSeconds(2));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        work.get(0).complete(null);
        scene.advance(Duration.ofSeconds(6));
        assertThat(stored()).isEmpty();

        scene.broker.listen();
        scene.advance(Duration.ofSeconds(90));
        assertThat(stored()).containsExactly(0L);
    }

    @Test
    void theLastDeliveredMessageIsStoredOnRequest() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        scene.now(subscription.storeOffset("mine"));
        feed.deliver(7, 2);
        scene.now(subscription.next());
        scene.now(subscription.storeOffset("mine"));

        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("mine", "s", 7));
        assertThatIllegalArgumentException().isThrownBy(() -> subscription.storeOffset(""));
    }

    @Test
    void withoutAConnectionItIsStoredLaterOrFailsWithTheEnd() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(7, 2);
        scene.now(subscription.next());
        scene.advance(Duration.ofSeconds(2));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        CompletableFuture<Void> stored = subscription.storeOffset("mine");
        scene.settle();
        assertThat(stored).isNotDone();

        scene.broker.listen();
        scene.advance(Duration.ofSeconds(60));
        scene.now(stored);
        assertThat(stored()).containsExactly(7L);
        scene.now(subscription.close());
        assertThat(scene.failure(subscription.storeOffset("mine"))).isInstanceOf(ClosedException.class);
    }

    @Test
    void anOffsetIsStoredWhenTheBrokerAnswersAQueryAfterIt() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(7, 2);
        scene.now(subscription.next());
        scene.broker.ignore(QueryOffset.class);

        CompletableFuture<Void> stored = subscription.storeOffset("mine");
        scene.settle();
        assertThat(stored()).containsExactly(7L);
        assertThat(stored).isNotDone();

        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 7));
        scene.broker.cutAll();
        scene.settle();
        scene.advance(Duration.ofSeconds(5));
        scene.now(stored);
        assertThat(stored()).as("sent again, since it may not have arrived").containsExactly(7L, 7L);
    }

    @Test
    void anOffsetThatTheBrokerRefusesFails() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(7, 1);
        scene.now(subscription.next());
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.ACCESS_REFUSED, 0));

        assertThat(scene.failure(subscription.storeOffset("mine")))
                .isInstanceOfSatisfying(
                        BrokerException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    @Test
    void anOffsetThatTheBrokerHasNotStoredFails() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(7, 1);
        scene.now(subscription.next());
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 6));

        assertThat(scene.failure(subscription.storeOffset("mine")))
                .isInstanceOfSatisfying(
                        BrokerException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.NO_OFFSET));
    }

    @Test
    void anOffsetThatIsOnItsWayIsStoredAlthoughTheSubscriptionIsClosed() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(7, 1);
        scene.now(subscription.next());

        CompletableFuture<Void> stored = subscription.storeOffset("mine");
        CompletableFuture<Void> closed = subscription.close();

        scene.now(stored);
        scene.now(closed);
        assertThat(stored()).containsExactly(7L);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> OffsetStoring.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> STORING.withMessages(0));
        assertThatIllegalArgumentException().isThrownBy(() -> STORING.withInterval(Duration.ZERO));
    }

    @Test
    void whatMayHaveBeenLostWithAConnectionIsStoredAgain() {
        Subscription subscription = subscribe();
        subscription.forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 1));
        scene.broker.cutAll();
        scene.settle();
        assertThat(stored()).as("on the next connection").containsExactly(2L, 2L);
        scene.now(subscription.close());

        assertThat(stored())
                .as("and at the end, since an earlier one may have arrived late")
                .containsExactly(2L, 2L, 2L);
    }

    @Test
    void whatHasArrivedOnALostConnectionIsNotStoredAgain() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(50));

        assertThat(stored()).containsExactly(2L);
    }

    /** Stores 2 and loses the connection and the broker's offset. */
    private Subscription withoutStoredOffset() {
        Subscription subscription = subscribe();
        subscription.forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
        scene.broker.cutAll();
        scene.settle();
        return subscription;
    }

    @Test
    void atTheEndNoOffsetIsStoredInAStreamThatMayHaveBeenCreatedAgain() {
        Subscription subscription = withoutStoredOffset();
        scene.now(subscription.close());

        assertThat(stored()).containsExactly(2L);
    }

    @Test
    void afterAMinuteWithoutAChunkTheBrokerHasLostTheOffset() {
        withoutStoredOffset();
        scene.advance(Duration.ofSeconds(59));
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
        scene.advance(Duration.ofSeconds(7));

        assertThat(stored()).startsWith(2L, 2L);
    }

    @Test
    void whenAChunkArrivesTheStreamIsKnownToBeTheSame() {
        withoutStoredOffset();
        feed.deliver(3, 1);
        scene.advance(Duration.ofSeconds(5));

        assertThat(stored()).containsExactly(2L, 3L);
    }

    @Test
    void theFirstOffsetIsStoredAfterALostConnectionAlthoughNoChunkArrives() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 2);
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(59));
        assertThat(stored()).isEmpty();
        scene.advance(Duration.ofSeconds(7));

        assertThat(stored()).containsExactly(1L);
    }

    /** Stores 2 on a connection that is lost, and 5 on the next one; the broker has stored 5. */
    private Subscription storedOnTwoConnections() {
        Subscription subscription = subscribe();
        subscription.forEach(message -> null);
        feed.deliver(0, 3);
        assertThat(stored()).containsExactly(2L);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 2));
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(5));
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 5));
        feed.deliver(3, 3);
        scene.advance(Duration.ofSeconds(50));
        assertThat(stored()).containsExactly(2L, 5L);
        return subscription;
    }

    @Test
    void againIfAnEarlierOneArrivesLateFromALostConnection() {
        storedOnTwoConnections();
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 2)); // it arrives
        scene.advance(Duration.ofMinutes(2));
        assertThat(stored()).startsWith(2L, 5L).endsWith(5L).hasSizeGreaterThan(2);

        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 5));
        scene.advance(Duration.ofSeconds(10));
        int queries = scene.broker.received(QueryOffset.class).size();
        scene.advance(Duration.ofSeconds(50));
        assertThat(scene.broker.received(QueryOffset.class)).hasSize(queries);
    }

    private void brokerHas(long offset) {
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, offset));
    }

    @Test
    void againIfOneOfAFormerSubscriptionArrivesLate() {
        subscribe().forEach(message -> null);
        feed.deliver(0, 3);
        brokerHas(2);
        scene.advance(Duration.ofSeconds(119));
        assertThat(stored()).containsExactly(2L);

        brokerHas(1); // it arrives
        scene.advance(Duration.ofSeconds(6));
        assertThat(stored()).startsWith(2L, 2L).containsOnly(2L);
    }

    /** Starts after offset 9, which is stored under the reference; later the broker has 4. */
    private void subscribeAfter9(String reference) {
        brokerHas(9);
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withOffsetStoring(STORING);
        scene.now(scene.client.subscribe("s", Offset.stored(reference), options))
                .forEach(message -> new CompletableFuture<>());
        scene.advance(Duration.ofSeconds(119));
        brokerHas(4); // it arrives
    }

    @Test
    void whereItHasStartedIsStoredAgainIfNothingWasReceived() {
        subscribeAfter9("r");
        scene.advance(Duration.ofSeconds(6));

        assertThat(stored()).containsOnly(9L);
    }

    @Test
    void whereItHasStartedIsNotStoredAgainIfTheBrokerHasNothing() {
        subscribeAfter9("r");
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
        scene.advance(Duration.ofMinutes(5));

        assertThat(stored()).isEmpty();
    }

    @Test
    void whereItHasStartedUnderAnotherReferenceIsNotStored() {
        subscribeAfter9("another");
        scene.advance(Duration.ofMinutes(5));

        assertThat(stored()).isEmpty();
    }

    @Test
    void whereItHasStartedIsNotStoredAgainAfterAChunk() {
        subscribeAfter9("r");
        feed.deliver(10, 1);
        scene.advance(Duration.ofMinutes(5));

        assertThat(stored()).isEmpty();
    }

    @Test
    void againAtTheEndAsLongAsAnEarlierOneMayArriveLate() {
        Subscription early = storedOnTwoConnections();
        scene.now(early.close());

        assertThat(stored()).containsExactly(2L, 5L, 5L);
    }

    @Test
    void notAgainAtTheEndWhenNothingCanArriveLate() {
        Subscription later = storedOnTwoConnections();
        scene.advance(Duration.ofMinutes(2));
        scene.now(later.close());

        assertThat(stored()).containsExactly(2L, 5L);
    }

    /** Loses the connection for a while, in which something happens. */
    private void whileDisconnected(Runnable task) {
        scene.advance(Duration.ofSeconds(2));
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        task.run();
        scene.settle();
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(60));
    }

    @Test
    void ofWhatIsToBeStoredWithoutAConnectionTheHighestIsStored() {
        Subscription subscription = subscribe();
        feed.deliver(0, 20);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        whileDisconnected(() -> {
            for (int i = 0; i < 20; i++) {
                Message message = scene.now(subscription.next());
                sent.add(subscription.storeOffset("mine"));
                if (i == 14) {
                    sent.add(subscription.storeOffset("r"));
                }
                if (i < 10 || i > 17) {
                    subscription.acknowledge(message);
                }
            }
        });

        assertThat(scene.broker.received(StoreOffset.class))
                .containsOnlyOnce(new StoreOffset("mine", "s", 19))
                .filteredOn(each -> each.reference().equals("r"))
                .last()
                .isEqualTo(new StoreOffset("r", "s", 19));
        sent.forEach(scene::now);
    }

    @Test
    void whatIsStoredWithoutAConnectionTakesNoMemoryForEachCall() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
        feed.deliver(0, 1);
        scene.now(subscription.next());
        whileDisconnected(() -> {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sent.add(subscription.storeOffset("mine"));
            }
            scene.settle();
            assertThat(sent.stream().filter(future -> !future.isDone())).hasSize(1);
        });

        assertThat(stored()).containsExactly(0L);
    }
}
