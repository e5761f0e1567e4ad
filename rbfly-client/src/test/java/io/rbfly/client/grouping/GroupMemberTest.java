package io.rbfly.client.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a member of a group answers, and in which order. */
@WithEachExecutor
class GroupMemberTest {
    private static final OffsetSpec NONE = new OffsetSpec.None();

    private final Scene scene = new Scene();
    private final ScriptedGroup group = new ScriptedGroup(scene);
    private final List<Object> processed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private static OffsetSpec at(long offset) {
        return new OffsetSpec.At(offset);
    }

    private CompletableFuture<Void> handle(Subscription subscription) {
        return subscription.forEach(message -> {
            processed.add(message.offset());
            return null;
        });
    }

    /** Handles messages with stages that a test completes. */
    private List<CompletableFuture<Void>> handleSlowly(Subscription subscription) {
        List<CompletableFuture<Void>> stages = new CopyOnWriteArrayList<>();
        subscription.forEach(message -> {
            processed.add(message.offset());
            CompletableFuture<Void> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        });
        return stages;
    }

    private long events(Class<? extends ClientEvent> type) {
        scene.settle();
        return scene.events(type).size();
    }

    @Test
    void itSubscribesWithItsGroupAndWithoutCreditAndWaits() {
        Subscription subscription = group.subscribe();

        assertThat(group.properties())
                .containsExactly(Map.entry("single-active-consumer", "true"), Map.entry("name", "app"));
        assertThat(group.credits()).isZero();
        assertThat(subscription.isActive()).isFalse();
        assertThat(group.answers()).isEmpty();
    }

    @Test
    void itStartsWhereTheSubscriptionStartsIfNothingIsStored() {
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);

        assertThat(group.answers()).containsExactly(new OffsetSpec.First());
        assertThat(subscription.isActive()).isTrue();
        assertThat(group.credits()).isEqualTo(10);
        group.feed.deliver(0, 3);
        assertThat(processed).containsExactly(0L, 1L, 2L);
        assertThat(events(ClientEvent.SubscriptionActivated.class)).isEqualTo(1);
        assertThat(scene.events(ClientEvent.SubscriptionActivated.class).get(0))
                .returns("s", ClientEvent.SubscriptionActivated::stream)
                .returns("app", ClientEvent.SubscriptionActivated::group);
    }

    @Test
    void itStartsAfterTheStoredOffset() {
        group.stored(4);
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 7);

        assertThat(group.answers()).containsExactly(at(5));
        assertThat(processed).containsExactly(5L, 6L);
        assertThat(scene.broker.received(QueryOffset.class)).containsExactly(new QueryOffset("app", "s"));
    }

    @Test
    void theReferenceIsThatOfTheOptions() {
        Subscription subscription =
                group.subscribe(SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("mine")));
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 7);
        group.update(false);

        assertThat(scene.broker.received(QueryOffset.class)).containsOnly(new QueryOffset("mine", "s"));
        assertThat(scene.broker.received(StoreOffset.class)).containsOnly(new StoreOffset("mine", "s", 6));
    }

    @Test
    void itIgnoresChunksOfALaggingReplicaBeforeTheStoredOffset() {
        group.stored(9);
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 5);
        group.feed.deliver(5, 5);
        group.feed.deliver(10, 2);

        assertThat(processed).containsExactly(10L, 11L);
    }

    @Test
    void itStoresAndSeesTheOffsetBeforeItAnswersThatItHasSteppedDown() {
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);

        assertThat(group.order())
                .containsExactly("subscribe", "query", "answer First", "store 2", "query", "answer None");
        assertThat(subscription.isActive()).isFalse();
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isEqualTo(1);
    }

    @Test
    void itDoesNotAnswerBeforeTheBrokerHasStoredTheOffset() {
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 3);
        scene.broker.ignore(QueryOffset.class);
        group.update(false);
        assertThat(group.answerCount()).isEqualTo(1);

        scene.advance(Duration.ofSeconds(10)); // a broker that does not answer is lost
        assertThat(group.answerCount()).isEqualTo(1);
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isEqualTo(1);
    }

    @Test
    void itAnswersIfTheBrokerRefusesToStore() {
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 3);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.ACCESS_REFUSED, 0));
        group.update(false);

        assertThat(group.answers()).hasSize(2).last().isEqualTo(NONE);
    }

    /** What a broker answers that has dropped an offset. */
    static List<ResponseCode> withoutLeader() {
        return List.of(ResponseCode.OK, ResponseCode.NO_OFFSET, ResponseCode.STREAM_NOT_AVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("withoutLeader")
    void itStoresAgainWhileTheStreamHasNoLeader(ResponseCode code) {
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 3);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(code, 1));
        group.update(false);
        scene.advance(Duration.ofMillis(500));
        assertThat(group.answerCount()).isEqualTo(1);
        int sent = scene.broker.received(StoreOffset.class).size();
        assertThat(sent).isBetween(4, 6);

        group.stored(1);
        scene.advance(Duration.ofMillis(100));

        assertThat(scene.broker.received(StoreOffset.class))
                .hasSize(sent + 1)
                .containsOnly(new StoreOffset("app", "s", 2));
        assertThat(group.answers()).hasSize(2).last().isEqualTo(NONE);
    }

    @Test
    void itStoresAgainForFiveSecondsAtMost() {
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 3);
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 1));
        group.update(false);
        scene.advance(Duration.ofMillis(4_900));
        assertThat(group.answerCount()).isEqualTo(1);

        scene.advance(Duration.ofMillis(200));
        assertThat(group.answers()).hasSize(2).last().isEqualTo(NONE);
    }

    @Test
    void itLetsTheHandlerFinishFirstAndDropsTheMessagesThatFollow() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.feed.deliver(3, 3);
        group.update(false);
        assertThat(group.answerCount()).isEqualTo(1);
        assertThat(subscription.isActive()).isFalse();
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isZero();

        stages.get(0).complete(null);

        assertThat(group.answers()).last().isEqualTo(NONE);
        assertThat(processed).containsExactly(0L);
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 0));
    }

    @Test
    void itAnswersWhenTheTimeForTheHandlerHasPassedAndStoresNothingLater() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        stages.get(0).complete(null);
        scene.settle();
        group.update(false);
        scene.advance(Duration.ofMillis(29_999));
        assertThat(group.answerCount()).isEqualTo(1);

        scene.advance(Duration.ofMillis(1));
        assertThat(group.answers()).last().isEqualTo(NONE);
        stages.get(1).complete(null);
        scene.advance(Duration.ofSeconds(20));

        assertThat(scene.broker.received(StoreOffset.class)).containsOnly(new StoreOffset("app", "s", 0));
        assertThat(processed).containsExactly(0L, 1L);
    }

    @Test
    void theTimeForTheHandlerIsSettable() {
        Subscription subscription = group.subscribe(
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(
                        ScriptedGroup.CONSUMER.withHandOverTimeout(Duration.ZERO)));
        handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);
        scene.advance(Duration.ZERO);

        assertThat(group.answers()).last().isEqualTo(NONE);
    }

    @Test
    void itIsNotActivatedAgainBeforeTheHandlerHasFinished() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);
        scene.advance(Duration.ofSeconds(30));
        group.stored(0); // another member has processed the message, too
        group.update(true);
        assertThat(group.answerCount()).isEqualTo(2);
        stages.get(0).complete(null);
        assertThat(group.answers()).last().isEqualTo(at(1));

        group.feed.deliver(1, 2);
        assertThat(processed).containsExactly(0L, 1L);
    }

    @Test
    void itLeavesIfTheHandlerDoesNotFinishAtAll() {
        Subscription subscription = group.subscribe();
        handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);
        scene.advance(Duration.ofSeconds(30));
        group.update(true);
        scene.advance(Duration.ofSeconds(45));

        assertThat(group.order()).contains("unsubscribe");
        scene.advance(Duration.ofSeconds(5));
        assertThat(group.feed.subscribes()).hasSize(2);
    }

    @Test
    void theCreditOfDroppedChunksIsGivenWhenItIsActiveAgain() {
        Subscription subscription = group.subscribe(SubscriptionOptions.DEFAULT.withMaxBufferedChunks(8));
        group.update(true);
        for (int i = 0; i < 6; i++) {
            group.feed.deliver(i, 1);
        }
        int before = group.credits();
        group.update(false);
        assertThat(group.credits()).isEqualTo(before);
        group.update(true);

        assertThat(group.credits()).isEqualTo(before + 6);
        handle(subscription);
        group.feed.deliver(0, 2);
        assertThat(processed).containsExactly(0L, 1L);
    }

    @Test
    void aPausedMemberHandsOverAndGivesNoCreditUntilItIsResumed() {
        Subscription subscription = group.subscribe(SubscriptionOptions.DEFAULT.withMaxBufferedChunks(2));
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 2);
        subscription.pause();
        group.feed.deliver(2, 2);
        group.update(false);
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 1));
        int before = group.credits();
        group.update(true);
        assertThat(group.answers()).last().isEqualTo(at(2));
        assertThat(group.credits()).isEqualTo(before);
        subscription.resume();

        assertThat(group.credits()).isGreaterThan(before);
        group.feed.deliver(2, 2);
        scene.settle();
        assertThat(processed).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aMessageOfNextIsFinishedWhenItIsAcknowledged() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        Message first = scene.now(subscription.next());
        Message second = scene.now(subscription.next());
        subscription.acknowledge(first);
        CompletableFuture<Message> third = new CompletableFuture<>();
        group.update(false);
        subscription.next().thenAccept(third::complete);
        assertThat(group.answerCount()).isEqualTo(1);

        subscription.acknowledge(second);
        assertThat(group.answers()).last().isEqualTo(NONE);
        assertThat(scene.broker.received(StoreOffset.class)).last().isEqualTo(new StoreOffset("app", "s", 1));
        assertThat(third).isNotDone();
        group.update(true);
        group.feed.deliver(2, 3);
        assertThat(scene.now(third).offset()).isEqualTo(2);
    }

    @Test
    void aLateAcknowledgementDoesNotMoveTheStoredOffsetBack() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        Message first = scene.now(subscription.next());
        group.update(false);
        scene.advance(Duration.ofSeconds(30));
        group.stored(50);
        group.update(true);
        subscription.acknowledge(first);
        scene.advance(Duration.ofSeconds(6));
        group.update(false);

        assertThat(scene.broker.received(StoreOffset.class)).isEmpty();
        assertThat(group.answers()).element(2).isEqualTo(at(51));
    }

    @Test
    void aLateAcknowledgementIsEnoughForAMessageThatWasDeliveredAgain() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        Message first = scene.now(subscription.next());
        group.update(false);
        scene.advance(Duration.ofSeconds(30));
        group.update(true);
        group.feed.deliver(0, 3);
        assertThat(scene.now(subscription.next()).offset()).isZero();
        group.update(false);
        assertThat(group.answerCount()).as("it waits").isEqualTo(3);

        subscription.acknowledge(first);
        assertThat(group.answers()).hasSize(4).last().isEqualTo(NONE);
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 0));
    }

    @Test
    void anAcknowledgementJustBeforeAMessageIsDeliveredAgainIsEnough() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        Message first = scene.now(subscription.next());
        group.update(false);
        scene.advance(Duration.ofSeconds(30));
        group.update(true);
        subscription.acknowledge(first);
        group.feed.deliver(0, 3);
        assertThat(scene.now(subscription.next()).offset()).isZero();
        group.update(false);

        assertThat(group.answers()).hasSize(4).last().isEqualTo(NONE);
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 0));
    }

    @Test
    void aSubscriberGetsNothingWhileItIsNotActive() {
        Subscription subscription = group.subscribe();
        subscription.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription flow) {
                flow.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message message) {
                processed.add(message.offset());
                subscription.acknowledge(message);
            }

            @Override
            public void onError(Throwable error) {
                processed.add(error);
            }

            @Override
            public void onComplete() {}
        });
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(true);
        group.feed.deliver(2, 2);

        assertThat(group.answers()).containsExactly(new OffsetSpec.First(), NONE, at(2));
        assertThat(processed).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void viewsAreHandedOverToo() {
        Subscription subscription = group.subscribe();
        subscription.forEachView(view -> processed.add(view.offset()));
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(true);
        group.feed.deliver(2, 2);

        assertThat(group.answers()).containsExactly(new OffsetSpec.First(), NONE, at(2));
        assertThat(processed).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aMessageThatWaitsForARetryIsLeftToTheNextMember() {
        Subscription subscription = group.subscribe();
        CompletableFuture<Void> loop = subscription.forEach(
                message -> {
                    processed.add(message.offset());
                    throw new IllegalStateException("expected");
                },
                ErrorPolicy.STOP.withRetries(100, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        assertThat(group.answers()).last().isEqualTo(NONE);
        scene.advance(Duration.ofMinutes(1));

        assertThat(processed).containsExactly(0L);
        assertThat(scene.broker.received(StoreOffset.class)).isEmpty();
        assertThat(loop).isNotDone();
        group.update(true);
        group.feed.deliver(0, 2);
        assertThat(processed).containsExactly(0L, 0L);
    }

    @Test
    void aHandlerThatFailsDuringTheHandOverIsNotRetried() {
        Subscription subscription = group.subscribe();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        subscription.forEach(
                message -> {
                    processed.add(message.offset());
                    return stage;
                },
                ErrorPolicy.STOP.withRetries(100, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        stage.completeExceptionally(new IllegalStateException("expected"));
        assertThat(group.answers()).last().isEqualTo(NONE);
        scene.advance(Duration.ofMinutes(1));

        assertThat(processed).containsExactly(0L);
        assertThat(scene.broker.received(StoreOffset.class)).isEmpty();
    }

    @Test
    void itAnswersAtOnceIfItIsToStepDownWhileItWaits() {
        group.subscribe();
        group.update(false);

        assertThat(group.answers()).containsExactly(NONE);
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isZero();
    }

    @Test
    void itAnswersBothIfItIsToStepDownBeforeItsStartIsFound() {
        Subscription subscription = group.subscribe();
        scene.broker.ignore(QueryOffset.class);
        group.update(true);
        group.update(false);

        assertThat(group.answers()).containsExactly(NONE, NONE);
        assertThat(subscription.isActive()).isFalse();
        assertThat(events(ClientEvent.SubscriptionActivated.class)).isZero();
    }

    @Test
    void itAnswersEveryRequestToStepDown() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(false);
        assertThat(group.answerCount()).isEqualTo(1);
        stages.get(0).complete(null);

        assertThat(group.answers()).hasSize(3).endsWith(NONE, NONE);
    }

    /** The broker tells it twice to step down, and activates it when it has the first answer. */
    private void steppedDownTwice(Subscription subscription) {
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(false);
        stages.get(0).complete(null);
        assertThat(group.answers()).hasSize(3).endsWith(NONE, NONE);
    }

    /** A member whose offset the application chooses, so that it does nothing with the stored one. */
    private Subscription subscribeChoosing() {
        return group.subscribe(
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(ScriptedGroup.CONSUMER.withOffsetOnActivation(
                        stream -> CompletableFuture.completedFuture(Offset.at(processed.size())))));
    }

    @Test
    void itJoinsAgainIfItIsActivatedBeforeTheBrokerHasEveryAnswer() {
        scene.broker.ignore(QueryOffset.class); // whose response shows that the broker has the answers
        steppedDownTwice(subscribeChoosing());
        group.update(true);
        group.feed.deliver(0, 2); // the second answer counts as one to the activation
        scene.advance(Duration.ofSeconds(5));

        assertThat(group.order())
                .endsWith("answer None", "answer None", "query", "unsubscribe", "answer None", "subscribe");
        assertThat(processed).containsExactly(0L);
        assertThat(events(ClientEvent.SubscriptionActivated.class)).isEqualTo(1);
        assertThat(scene.events(ClientEvent.SubscriptionInterrupted.class)
                        .get(0)
                        .cause())
                .hasMessageContaining("leaves its group for a while")
                .hasMessageContaining("before the broker had all its answers");
        group.update(true);
        assertThat(group.answers()).last().isEqualTo(at(1));
    }

    @Test
    void itJoinsAgainIfItIsActivatedBeforeTheBrokerHasAnAnswerToARepeatedRequest() {
        scene.broker.ignore(QueryOffset.class);
        handle(subscribeChoosing());
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(false); // sent before the broker had the answer to the first one
        group.update(true);
        scene.advance(Duration.ofSeconds(5));

        assertThat(group.order())
                .endsWith("answer None", "answer None", "query", "unsubscribe", "answer None", "subscribe");
    }

    @Test
    void itStartsIfItIsActivatedWhenTheBrokerHasEveryAnswer() {
        steppedDownTwice(subscribeChoosing());
        group.update(true);

        assertThat(group.order()).endsWith("answer None", "answer None", "query", "answer 1");
        assertThat(group.feed.subscribes()).hasSize(1);
    }

    @Test
    void itContinuesIfItIsActivatedWhileItIsActive() {
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(true);
        assertThat(group.answers()).last().isEqualTo(at(3));
        group.feed.deliver(3, 2); // sent before the answer
        group.feed.deliver(3, 2);
        group.feed.deliver(5, 1);

        assertThat(processed).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(events(ClientEvent.SubscriptionActivated.class)).isEqualTo(1);
    }

    @Test
    void itJoinsAgainIfItIsActivatedWhileItStepsDown() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 2);
        group.update(false);
        group.update(true);
        scene.advance(Duration.ofSeconds(5));
        stages.get(0).complete(null);

        assertThat(group.order()).endsWith("answer First", "unsubscribe", "answer None", "answer None", "subscribe");
        assertThat(group.feed.subscribes()).hasSize(2);
    }

    @Test
    void closingStoresAndSeesTheOffsetBeforeItUnsubscribes() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        CompletableFuture<Void> closed = subscription.close();
        scene.advance(Duration.ofSeconds(5));
        assertThat(closed).isNotDone();
        assertThat(group.order()).doesNotContain("unsubscribe");
        stages.get(0).complete(null);
        scene.now(closed);

        assertThat(group.order()).endsWith("store 0", "query", "unsubscribe");
        assertThat(processed).containsExactly(0L);
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isEqualTo(1);
    }

    @Test
    void closingDoesNotWaitForMessagesThatAreNotAcknowledged() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        subscription.acknowledge(scene.now(subscription.next()));
        scene.now(subscription.next());
        scene.now(subscription.close());

        assertThat(group.order()).endsWith("store 0", "query", "unsubscribe");
    }

    @Test
    void closingEndsAHandOverThatWaitsForTheFirstAcknowledgement() {
        Subscription subscription = group.subscribe();
        group.update(true);
        group.feed.deliver(0, 3);
        scene.now(subscription.next());
        group.update(false);
        assertThat(group.answerCount()).isEqualTo(1);
        scene.now(subscription.close());

        assertThat(group.answers()).last().isEqualTo(NONE);
        assertThat(group.order()).endsWith("unsubscribe");
    }

    @Test
    void aHandlerThatClosesDoesNotWaitForItself() {
        Subscription subscription = group.subscribe();
        CompletableFuture<Void> loop = subscription.forEach(message -> subscription.close());
        group.update(true);
        group.feed.deliver(0, 3);
        scene.advance(Duration.ofMillis(200));

        scene.now(loop);
        assertThat(group.order()).endsWith("unsubscribe");
    }

    @Test
    void theMessageOfAHandlerThatClosesAndReturnsIsProcessed() {
        Subscription subscription = group.subscribe();
        CompletableFuture<Void> loop = subscription.forEach(message -> {
            subscription.close();
            return null;
        });
        group.update(true);
        group.feed.deliver(0, 3);

        scene.now(loop);
        assertThat(group.order()).endsWith("store 0", "query", "unsubscribe");
    }

    @Test
    void closingWhileItStepsDownAnswersAndUnsubscribes() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);
        CompletableFuture<Void> closed = subscription.close();
        scene.settle();
        assertThat(closed).isNotDone();
        stages.get(0).complete(null);
        scene.now(closed);

        assertThat(group.order()).endsWith("store 0", "query", "answer None", "unsubscribe");
    }

    @Test
    void closingWhileItWaitsOrStartsUnsubscribes() {
        Subscription waiting = group.subscribe();
        scene.now(waiting.close());
        assertThat(group.order()).endsWith("subscribe", "unsubscribe");

        Subscription starting = group.subscribe();
        scene.broker.ignore(QueryOffset.class);
        group.update(true);
        scene.now(starting.close());
        assertThat(group.order())
                .as("the answer starts no delivery, and keeps the connection")
                .endsWith("subscribe", "query", "unsubscribe", "answer None");
    }

    @Test
    void aRequestThatCrossesTheLeavingIsAnswered() {
        Subscription subscription = group.subscribe();
        scene.broker.ignore(Unsubscribe.class);
        subscription.close();
        scene.settle();
        group.update(true);

        assertThat(group.order()).endsWith("unsubscribe", "answer None");
    }

    @Test
    void aLostConnectionDeactivatesItAndItContinuesAfterWhatItHasProcessed() {
        Subscription subscription = group.subscribe();
        List<CompletableFuture<Void>> stages = handleSlowly(subscription);
        group.update(true);
        group.feed.deliver(0, 5);
        stages.get(0).complete(null);
        scene.advance(Duration.ofSeconds(5));
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 0));
        scene.broker.cutAll();
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isEqualTo(1);
        assertThat(subscription.isActive()).isFalse();
        stages.get(1).complete(null); // the message at offset 1
        scene.advance(Duration.ofSeconds(5));
        assertThat(processed).containsExactly(0L, 1L);
        assertThat(group.feed.subscribes()).hasSize(2);

        group.update(true);
        assertThat(group.answers()).last().isEqualTo(at(2));
        assertThat(scene.broker.received(StoreOffset.class)).last().isEqualTo(new StoreOffset("app", "s", 1));
    }

    @Test
    void afterALostConnectionWhatAnotherMemberHasStoredCounts() {
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 5);
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(5));
        group.stored(20);
        group.update(true);
        scene.advance(Duration.ofSeconds(10));

        assertThat(group.answers()).last().isEqualTo(at(21));
        assertThat(scene.broker.received(StoreOffset.class)).isEmpty();
    }

    @Test
    void aStoredOffsetThatWasResetCounts() {
        group.stored(100);
        handle(group.subscribe());
        group.update(true);
        group.feed.deliver(101, 5);
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(5));
        group.stored(0);
        group.update(true);

        assertThat(group.answers()).last().isEqualTo(at(1));
    }

    @Test
    void itJoinsAgainWhenTheBrokerDropsIt() {
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(5));
        assertThat(group.feed.subscribes()).hasSize(2);
        assertThat(subscription.isActive()).isFalse();
        assertThat(events(ClientEvent.SubscriptionDeactivated.class)).isEqualTo(1);

        group.stored(0);
        group.update(true);
        assertThat(subscription.isActive()).isTrue();
        assertThat(group.answers()).last().isEqualTo(at(3));
    }

    @Test
    void theApplicationChoosesTheOffset() {
        List<String> streams = new ArrayList<>();
        CompletableFuture<Offset> offset = new CompletableFuture<>();
        Subscription subscription = group.subscribe(
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(
                        ScriptedGroup.CONSUMER.withOffsetOnActivation(stream -> {
                            streams.add(stream);
                            return offset;
                        })));
        handle(subscription);
        group.update(true);
        assertThat(group.answers()).isEmpty();
        offset.complete(Offset.at(7));
        assertThat(group.answers()).containsExactly(at(7));
        group.feed.deliver(5, 4);
        group.update(false);

        assertThat(streams).containsExactly("s");
        assertThat(processed).containsExactly(7L, 8L);
        assertThat(group.answers()).last().isEqualTo(NONE);
        assertThat(scene.broker.received(StoreOffset.class)).isEmpty();
    }

    @Test
    void itEndsIfTheApplicationFailsToChooseTheOffset() {
        for (int i = 0; i < 3; i++) {
            int how = i;
            Subscription subscription = group.subscribe(
                    Offset.FIRST,
                    SubscriptionOptions.DEFAULT.withSingleActiveConsumer(
                            ScriptedGroup.CONSUMER.withOffsetOnActivation(stream -> switch (how) {
                                case 0 -> throw new IllegalStateException("expected");
                                case 1 -> CompletableFuture.failedFuture(new IllegalStateException("expected"));
                                default -> CompletableFuture.completedFuture(null);
                            })));
            CompletableFuture<Void> loop = handle(subscription);
            group.update(true);

            assertThat(scene.failure(loop)).isInstanceOf(HandlerException.class);
            assertThat(group.order()).endsWith("unsubscribe", "answer None");
        }
    }

    @Test
    void itEndsIfTheApplicationDoesNotChooseTheOffsetInTime() {
        Subscription subscription = group.subscribe(
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withSingleActiveConsumer(
                        ScriptedGroup.CONSUMER.withOffsetOnActivation(stream -> new CompletableFuture<>())));
        group.update(true);
        scene.advance(Duration.ofMillis(44_999));
        assertThat(subscription.closed()).isNotDone();
        scene.advance(Duration.ofMillis(1));

        assertThat(scene.failure(subscription.closed()))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("45 s");
    }

    @Test
    void theFirstMemberThatStartsAtTheEndDecidesForAll() {
        group.feed.ofNewBroker(40);
        handle(group.subscribe(
                Offset.NEXT, SubscriptionOptions.DEFAULT.withSingleActiveConsumer(ScriptedGroup.CONSUMER)));
        group.update(true);
        assertThat(group.answers()).containsExactly(at(41));
        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 40));
        group.feed.deliver(40, 10); // the last chunk, of which nothing is wanted
        group.update(false);

        assertThat(processed).isEmpty();
        assertThat(scene.broker.received(StoreOffset.class)).last().isEqualTo(new StoreOffset("app", "s", 49));
    }

    @Test
    void theFirstMemberThatStartsWithTheLastChunkDecidesForAll() {
        group.feed.ofNewBroker(40);
        Subscription subscription = group.subscribe(
                Offset.LAST, SubscriptionOptions.DEFAULT.withSingleActiveConsumer(ScriptedGroup.CONSUMER));
        group.update(true);
        assertThat(group.answers()).containsExactly(new OffsetSpec.Last());
        group.feed.deliver(40, 10);

        assertThat(scene.broker.received(StoreOffset.class)).containsExactly(new StoreOffset("app", "s", 39));
        handle(subscription);
        scene.settle();
        assertThat(processed).hasSize(10);
    }

    @Test
    void aMemberThatStartedAtTheEndOfAnEmptyStreamStartsWithTheFirstMessage() {
        group.subscribe(Offset.NEXT, SubscriptionOptions.DEFAULT.withSingleActiveConsumer(ScriptedGroup.CONSUMER));
        group.update(true);
        assertThat(group.answers()).containsExactly(at(0));
        group.update(false);
        group.feed.ofNewBroker(40);
        group.update(true);

        assertThat(group.answers()).last().isEqualTo(at(0));
    }

    @Test
    void nothingIsStoredOnRequestWhileItIsNotActive() {
        Subscription subscription = group.subscribe();
        handle(subscription);
        group.update(true);
        group.feed.deliver(0, 3);
        scene.now(subscription.storeOffset("other"));
        group.update(false);

        assertThat(scene.failure(subscription.storeOffset("other"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHandlerStoresOnRequestDuringTheHandOver() {
        Subscription subscription = group.subscribe();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        subscription.forEach(message -> slow.thenCompose(nothing -> subscription.storeOffset("other")));
        group.update(true);
        group.feed.deliver(0, 3);
        group.update(false);
        slow.complete(null);

        assertThat(group.answers()).last().isEqualTo(NONE);
        assertThat(scene.broker.received(StoreOffset.class))
                .contains(new StoreOffset("other", "s", 0), new StoreOffset("app", "s", 0));
    }

    @Test
    void anOldBrokerIsRefusedBeforeAnythingIsSent() {
        try (Scene old = new Scene()) {
            ScriptedFeed feed = ScriptedFeed.on(old);

            assertThat(old.failure(old.client.subscribe(
                            "s",
                            Offset.FIRST,
                            SubscriptionOptions.DEFAULT.withSingleActiveConsumer(ScriptedGroup.CONSUMER))))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("3.11");
            assertThat(feed.subscribes()).isEmpty();
        }
    }

    @Test
    void theStatisticsOfTheStreamAreNotNeededForAStoredOffset() {
        group.stored(4);
        handle(group.subscribe());
        group.update(true);

        assertThat(scene.broker.received(StreamStats.class)).isEmpty();
    }
}
