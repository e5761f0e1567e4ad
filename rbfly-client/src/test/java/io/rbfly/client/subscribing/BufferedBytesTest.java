package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bound of bytes that are received and not read. */
@WithEachExecutor
class BufferedBytesTest {
    private static final int MESSAGE = 1000;

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private int delivered;

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe(int credit, long maxBytes) {
        return scene.now(scene.client.subscribe(
                "s",
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withMaxBufferedChunks(credit).withMaxBufferedBytes(maxBytes)));
    }

    private Subscription subscribe(long maxBytes) {
        return subscribe(10, maxBytes);
    }

    private void deliver(int bytes) {
        feed.deliver(ScriptedFeed.chunk(delivered++, ScriptedFeed.encoded(new byte[bytes])));
    }

    /** Delivers all that the broker may send. */
    private void deliverAll() {
        while (delivered < feed.credits()) {
            deliver(MESSAGE);
        }
    }

    private void read(Subscription subscription, int messages) {
        for (int i = 0; i < messages; i++) {
            scene.now(subscription.next());
        }
    }

    @Test
    void aboveTheLimitNoCreditIsReturnedAndBelowItAsManyAsFit() {
        Subscription subscription = subscribe(5_500);
        deliverAll();
        assertThat(delivered).as("what the broker was allowed to send before").isEqualTo(10);

        read(subscription, 5);
        assertThat(feed.credits()).as("six thousand bytes are left").isEqualTo(10);
        read(subscription, 2);
        assertThat(feed.credits()).as("four are left").isEqualTo(11);
        read(subscription, 3);
        subscription.next();
        scene.settle();
        assertThat(feed.credits() - delivered).as("none is left: five fit").isEqualTo(5);
    }

    @Test
    void chunksLargerThanTheBoundAreReadOneByOne() {
        Subscription subscription = subscribe(1);
        for (int i = 0; i < 30; i++) {
            CompletableFuture<Message> next = subscription.next();
            scene.settle();
            deliverAll();
            scene.now(next);
        }

        assertThat(feed.credits()).as("ten at first, then one at a time").isEqualTo(30);
    }

    @Test
    void smallChunksAreBoundByCreditOnly() {
        Subscription subscription = subscribe(3, 1 << 20);
        for (int i = 0; i < 100; i++) {
            deliverAll();
            read(subscription, 1);
            scene.settle();
        }

        assertThat(feed.credits())
                .as("three, and one for each chunk that is read")
                .isEqualTo(102);
    }

    @Test
    void afterALargeChunkTheRoomForSmallOnesComesBack() {
        Subscription subscription = subscribe(10_000);
        for (int i = 0; i < 10; i++) {
            deliver(9_000);
        }
        read(subscription, 10);
        for (int i = 0; i < 100; i++) {
            subscription.next();
            scene.settle();
            deliver(10);
        }
        subscription.next();
        scene.settle();

        assertThat(feed.credits() - delivered).isBetween(9, 10);
    }

    @Test
    void aBoundWithoutRoomIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionOptions.DEFAULT.withMaxBufferedBytes(0))
                .withMessageStartingWith("maxBufferedBytes");
    }
}
