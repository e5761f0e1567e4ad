package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credit: one for each chunk that was taken, and never more outstanding than was agreed. */
@WithEachExecutor
class SubscriptionCreditTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe(int credit) {
        return scene.now(
                scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(credit)));
    }

    private void read(Subscription subscription, int messages) {
        for (int i = 0; i < messages; i++) {
            scene.now(subscription.next());
        }
    }

    @Test
    void theRequestHasOneCreditAndTheOthersFollowSinceHalfOfTheFirstNumberIsNeverSent() {
        subscribe(7);

        assertThat(feed.lastSubscribe().credit()).isEqualTo(1);
        assertThat(scene.broker.received(Credit.class)).containsExactly(new Credit(0, 6));
    }

    @Test
    void aCreditIsReturnedWhenMoreThanTheLastMessageOfAChunkIsRequestedAndNotBefore() {
        Subscription subscription = subscribe(3);
        feed.deliver(0, 3);
        read(subscription, 2);
        assertThat(feed.credits()).isEqualTo(3);

        read(subscription, 1);
        assertThat(feed.credits()).isEqualTo(3);
        subscription.next();
        scene.settle();

        assertThat(feed.credits()).isEqualTo(4);
    }

    @Test
    void anEmptyChunkGivesItsCreditBack() {
        Subscription subscription = subscribe(3);
        CompletableFuture<?> next = subscription.next();
        feed.deliver(0, 0);

        assertThat(feed.credits()).isEqualTo(4);
        assertThat(next).isNotDone();
    }

    @Test
    void chunksThatAreNotReadCountAgainstTheCreditOfTheNextConnection() {
        subscribe(3);
        feed.deliver(0, 1);
        feed.deliver(1, 1);
        scene.broker.cutAll();
        scene.settle();

        assertThat(feed.credits()).as("three, and then one").isEqualTo(4);
    }

    @Test
    void overManyReconnectsNeverMoreThanTheInitialCreditIsOutstanding() {
        Subscription subscription = subscribe(4);
        long offset = 0;
        int beforeTheCut = 0;
        int taken = 0;
        for (int round = 0; round < 20; round++) {
            int used = beforeTheCut;
            for (; used < feed.credits(); used++) {
                feed.deliver(offset++, 1);
            }
            read(subscription, round % 3);
            taken += round % 3;
            scene.settle();
            for (; used < feed.credits(); used++) {
                feed.deliver(offset++, 1);
            }
            scene.advance(Duration.ofSeconds(2)); // a connection that lasted is reopened immediately
            beforeTheCut = feed.credits();
            scene.broker.cutAll();
            scene.settle();
            assertThat(feed.credits() - beforeTheCut).isBetween(0, 4);
            assertThat(offset - taken).as("chunks that are here").isLessThanOrEqualTo(4);
        }
    }

    @Test
    void aChunkThatIsTakenWhileItIsSubscribedAgainIsWorthACreditLater() {
        Subscription subscription = subscribe(1);
        feed.deliver(0, 1);
        CompletableFuture<Integer> subscribed = new CompletableFuture<>();
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> subscribed.complete(frame.correlationId()));
        scene.broker.cutAll();
        scene.settle();
        assertThat(feed.lastSubscribe().credit()).isZero();

        read(subscription, 1);
        subscription.next();
        scene.settle();
        scene.broker.lastPeer().respond(subscribed.join(), new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK));
        scene.settle();

        assertThat(feed.credits())
                .as("without it nothing is ever delivered again")
                .isEqualTo(2);
    }

    @Test
    void aChunkThatOvertakesTheAnswerIsWorthACreditToo() {
        CompletableFuture<Integer> subscribed = new CompletableFuture<>();
        scene.broker.onFrame(Subscribe.class, (peer, frame) -> {
            peer.send(new Deliver(0, ScriptedFeed.numbers(0, 0)));
            subscribed.complete(frame.correlationId());
        });
        CompletableFuture<Subscription> opening =
                scene.client.subscribe("s", Offset.FIRST, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(1));
        scene.settle();
        scene.broker.lastPeer().respond(subscribed.join(), new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK));
        scene.now(opening).next();
        scene.settle();

        assertThat(scene.broker.received(Credit.class)).containsExactly(new Credit(0, 1));
    }

    @Test
    void aRefusedCreditIsIgnored() {
        Subscription subscription = subscribe(2);
        scene.broker.lastPeer().send(new Credit.Refusal(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST, 0));
        feed.deliver(0, 1);

        assertThat(scene.now(subscription.next()).offset()).isZero();
    }

    @Test
    void theSecondCallOfCloseWaitsForTheSameEnd() {
        Subscription subscription = subscribe(2);
        scene.broker.ignore(Unsubscribe.class);

        CompletableFuture<Void> first = subscription.close();
        CompletableFuture<Void> second = subscription.close();
        scene.settle();

        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
    }
}
