package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions over lost connections, deleted streams and damaged chunks. */
@WithEachExecutor
class SubscriptionRecoveryTest {
    /** Where in a Deliver frame the chunk begins: size, key, version, subscription id. */
    private static final int CHUNK_AT = 9;

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe(Offset offset) {
        return scene.now(scene.client.subscribe("s", offset, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3)));
    }

    private void cut() {
        scene.advance(Duration.ofSeconds(2)); // a connection that lasted is reopened immediately
        scene.broker.cutAll();
        scene.settle();
    }

    private void deliverDamaged(long chunkId, int messages, Consumer<ByteBuf> damage) {
        byte[] bytes = ScriptedPeer.bytesOf(new Deliver(0, ScriptedFeed.numbers(chunkId, messages)));
        damage.accept(Unpooled.wrappedBuffer(bytes));
        scene.broker.lastPeer().sendBytes(bytes);
        scene.settle();
    }

    @Test
    void nothingIsLostAndNothingComesTwiceOverCutsInTheMiddleOfChunks() {
        Subscription subscription = subscribe(Offset.FIRST);
        List<Long> seen = new ArrayList<>();
        subscription.forEach(MessageHandler.of(message -> seen.add(message.offset())));
        long written = 0;
        for (int round = 0; round < 30; round++) {
            // A broker sends the whole chunk that has the wanted offset: let it begin up to four messages earlier.
            long from = Math.max(0, written - round % 5);
            feed.deliver(from, 10);
            written = from + 10;
            cut();
            assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(written));
        }

        assertThat(seen)
                .containsExactlyElementsOf(LongStream.range(0, written).boxed().toList());
    }

    @Test
    void aChunkThatBeginsBeforeTheEndOfTheLastIsAnErrorAndNotLeftOut() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 4);
        feed.deliver(3, 4);
        for (int i = 0; i < 4; i++) {
            scene.now(subscription.next());
        }

        assertThat(scene.failure(subscription.next()))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessage("chunk 3 of stream s: offset 3 (expected: at least 4, where the last chunk ended)");
        assertThat(scene.events(ClientEvent.SubscriptionEnded.class))
                .singleElement()
                .satisfies(event -> assertThat(event.stream()).isEqualTo("s"))
                .satisfies(event -> assertThat(event.cause()).isInstanceOf(MalformedChunkException.class));
    }

    @Test
    void theEndOfASubscriptionThatIsClosedIsNotReported() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 4);
        scene.now(subscription.close());

        assertThat(scene.events(ClientEvent.SubscriptionEnded.class)).isEmpty();
    }

    @Test
    void aChunkForAnUnknownSubscriptionIsReadAgainOverAnotherConnection() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 4);
        scene.advance(Duration.ofSeconds(2));
        scene.broker.lastPeer().send(new Deliver(7, ScriptedFeed.numbers(4, 4)));
        scene.settle();

        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(4));
        feed.deliver(4, 4);
        for (long offset = 0; offset < 8; offset++) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void aChunkThatIsHalfReadIsReadToItsEndAfterTheCut() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 4);
        scene.now(subscription.next());
        cut();
        feed.deliver(4, 1);

        for (long offset = 1; offset < 5; offset++) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
        assertThat(feed.credits())
                .as("a chunk of the lost connection is worth a credit too")
                .isEqualTo(3 + 2 + 1);
    }

    @Test
    void aStoredOffsetIsQueriedOnce() {
        scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.OK, 9));
        subscribe(Offset.stored("r"));
        cut();

        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(10));
        assertThat(scene.broker.received(QueryOffset.class)).hasSize(1);
    }

    @Test
    void aMetadataUpdateMakesItSubscribeAgainAtTheNextOffset() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 3);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(1));
        scene.settle();

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(feed.subscribes()).hasSize(2);
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(3));
        feed.deliver(3, 1);
        for (long offset = 0; offset < 4; offset++) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void aDeletedStreamIsAnErrorAfterWhatWasReceivedIsRead() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 2);
        feed.answer(ResponseCode.STREAM_DOES_NOT_EXIST);
        scene.broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        scene.advance(Duration.ofSeconds(1));
        scene.settle();

        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            assertThat(scene.failure(subscription.next()))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        }
        assertThat(scene.failure(subscription.forEach(message -> null))).isInstanceOf(BrokerException.class);
        assertThat(scene.now(subscription.close())).isNull();
    }

    @Test
    void aWrongChecksumEndsTheSubscriptionAndNamesTheChunk() {
        Subscription subscription = subscribe(Offset.FIRST);
        feed.deliver(0, 1);
        deliverDamaged(1, 3, frame -> frame.setByte(frame.capacity() - 1, 99));

        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(scene.failure(subscription.next()))
                .isInstanceOfSatisfying(
                        MalformedChunkException.class,
                        error -> assertThat(error.chunkId()).isEqualTo(1))
                .hasMessageStartingWith("chunk 1 of stream s: CRC-32 0x");
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
        assertThat(scene.broker.peers()).as("others on the connection go on").hasSize(1);
    }

    @Test
    void malformedEntriesEndTheSubscriptionAfterTheMessagesBeforeThem() {
        Subscription subscription = subscribe(Offset.FIRST);
        deliverDamaged(5, 2, frame -> frame.setInt(CHUNK_AT + 4, 3)); // one message more than there is
        feed.deliver(7, 1);

        assertThat(scene.now(subscription.next()).offset()).isEqualTo(5);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(6);
        assertThat(scene.failure(subscription.next()))
                .isInstanceOfSatisfying(
                        MalformedChunkException.class,
                        error -> assertThat(error.chunkId()).isEqualTo(5));
        assertThat(scene.failure(subscription.next())).isInstanceOf(MalformedChunkException.class);
        assertThat(scene.broker.received(Unsubscribe.class)).hasSize(1);
    }

    @Test
    void aDamagedChunkEndsTheLoop() {
        Subscription subscription = subscribe(Offset.FIRST);
        CompletableFuture<Void> loop = subscription.forEach(message -> null);
        deliverDamaged(0, 1, frame -> frame.setByte(frame.capacity() - 1, 99));

        assertThat(scene.failure(loop)).isInstanceOf(MalformedChunkException.class);
    }

    @Test
    void aChunkThatIsNotForApplicationsIsSkippedAndWorthACredit() {
        Subscription subscription = subscribe(Offset.FIRST);
        CompletableFuture<Message> next = subscription.next();
        deliverDamaged(0, 1, frame -> frame.setByte(CHUNK_AT + 1, 2));
        assertThat(feed.credits()).isEqualTo(4);
        feed.deliver(1, 1);

        assertThat(scene.now(next).offset()).isEqualTo(1);
    }

    @Test
    void aBrokerThatDoesNotAnswerAnUnsubscriptionCannotDeliverToTheNextSubscription() {
        scene.broker.ignore(Unsubscribe.class);
        CompletableFuture<Void> closed = subscribe(Offset.FIRST).close();
        scene.advance(Duration.ofSeconds(10));
        scene.now(closed);
        CompletableFuture<Message> next =
                scene.now(scene.client.subscribe("other", Offset.FIRST)).next();
        scene.broker.peers().get(0).send(new Deliver(0, ScriptedFeed.numbers(500, 1)));
        scene.settle();

        assertThat(next).isNotDone();
    }
}
