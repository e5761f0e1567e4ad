package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.MalformedBatchException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.chunk.Chunk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches among messages: one that cannot be read is one error, and what is around it is read. */
@WithEachExecutor
class BatchesTest {
    private static final String GOOD = "0000000500537501 78";
    /** Says that it has two messages, and has one. */
    private static final String BAD = "80 0002 00000009 00000009 0000000500537501 79";

    private static final String CUT_GZIP = "90 0003 0000000c 00000004 1f8b0800";
    private static final String EMPTY = "80 0000 00000000 00000000";

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
    private final List<Long> seen = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    /** A chunk at offset 10 of a message, an entry in place of some messages, and a message. */
    private void deliverAmongMessages(String entry, int messages) {
        byte[] data = HexFormat.of().parseHex((GOOD + entry + GOOD).replace(" ", ""));
        CRC32 crc = new CRC32();
        crc.update(data);
        ByteBuffer chunk = ByteBuffer.allocate(48 + data.length);
        chunk.put((byte) 0x50).put((byte) 0).putShort((short) 3).putInt(messages + 2);
        chunk.putLong(ScriptedFeed.TIMESTAMP).putLong(1).putLong(10);
        chunk.putInt((int) crc.getValue())
                .putInt(data.length)
                .putInt(0)
                .putInt(0)
                .put(data);
        feed.deliver(Chunk.read(Unpooled.wrappedBuffer(chunk.array())));
    }

    private MessageHandler handler() {
        return MessageHandler.of(message -> seen.add(message.offset()));
    }

    private ErrorPolicy skipping() {
        return ErrorPolicy.skip((message, error) ->
                skipped.add(message.offset() + " " + error.getClass().getSimpleName()));
    }

    @Test
    void nextFailsOnceAndContinuesAfterIt() {
        deliverAmongMessages(BAD, 2);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(10);

        assertThat(scene.failure(subscription.next())).isInstanceOfSatisfying(MalformedBatchException.class, error -> {
            assertThat(error.firstOffset()).isEqualTo(11);
            assertThat(error.lastOffset()).isEqualTo(12);
        });
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(13);
    }

    @Test
    void aLoopThatStopsFailsWithItAndTheNextReaderContinuesAfterIt() {
        deliverAmongMessages(BAD, 2);
        assertThat(scene.failure(subscription.forEach(handler()))).isInstanceOf(MalformedBatchException.class);
        assertThat(seen).containsExactly(10L);
        subscription.forEach(handler());
        scene.settle();

        assertThat(seen).containsExactly(10L, 13L);
    }

    @Test
    void aLoopThatSkipsReportsItOnceAndContinues() {
        deliverAmongMessages(BAD, 2);
        CompletableFuture<Void> loop = subscription.forEach(handler(), skipping());
        scene.settle();

        assertThat(skipped).containsExactly("11 MalformedBatchException");
        assertThat(seen).containsExactly(10L, 13L);
        assertThat(loop).isNotDone();
    }

    @Test
    void itIsNotTriedAgain() {
        deliverAmongMessages(BAD, 2);
        subscription.forEach(
                handler(), skipping().withRetries(ErrorPolicy.FOREVER, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        scene.settle();

        assertThat(seen).containsExactly(10L, 13L);
    }

    @Test
    void viewsAreShownAroundIt() {
        deliverAmongMessages(BAD, 2);
        subscription.forEachView(view -> seen.add(view.offset()), skipping());
        scene.settle();

        assertThat(skipped).containsExactly("11 MalformedBatchException");
        assertThat(seen).containsExactly(10L, 13L);
    }

    @Test
    void aListOfMessagesEndsBeforeItAndAnotherBeginsAfterIt() {
        deliverAmongMessages(BAD, 2);
        List<List<Long>> lists = new ArrayList<>();
        subscription.forEachBatch(
                messages -> {
                    lists.add(messages.stream().map(Message::offset).toList());
                    return null;
                },
                skipping());
        scene.settle();

        assertThat(skipped).containsExactly("11 MalformedBatchException");
        assertThat(lists).containsExactly(List.of(10L), List.of(13L));
    }

    @Test
    void aListThatEndsBeforeItIsRetriedWithoutIt() {
        deliverAmongMessages(BAD, 2);
        List<List<Long>> lists = new ArrayList<>();
        CompletableFuture<Void> loop = subscription.forEachBatch(
                messages -> {
                    lists.add(messages.stream().map(Message::offset).toList());
                    if (lists.size() == 1) {
                        throw new IllegalStateException("expected");
                    }
                    return null;
                },
                ErrorPolicy.STOP.withRetries(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        scene.settle();
        scene.advance(Duration.ofSeconds(1));

        assertThat(lists).containsExactly(List.of(10L), List.of(10L));
        assertThat(scene.failure(loop)).isInstanceOf(MalformedBatchException.class);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(13);
    }

    @Test
    void aSubscriberGetsTheErrorAndTheNextOneContinuesAfterIt() {
        deliverAmongMessages(BAD, 2);
        List<String> signals = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            subscription.asFlowPublisher().subscribe(new Signals(signals));
            scene.settle();
        }

        assertThat(signals).containsExactly("10", "MalformedBatchException", "13");
    }

    private record Signals(List<String> signals) implements Flow.Subscriber<Message> {
        @Override
        public void onSubscribe(Flow.Subscription flow) {
            flow.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Message message) {
            signals.add(Long.toString(message.offset()));
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {}
    }

    @Test
    void whatCannotBeDecompressedIsOneErrorAndNoDamage() {
        deliverAmongMessages(CUT_GZIP, 3);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(10);

        CompletableFuture<Message> next = subscription.next();
        scene.settleUntil(next::isDone); // another thread decompresses it
        assertThat(scene.failure(next)).isInstanceOfSatisfying(MalformedBatchException.class, error -> {
            assertThat(error.firstOffset()).isEqualTo(11);
            assertThat(error.lastOffset()).isEqualTo(13);
            assertThat(error).hasMessageContaining("gzip");
        });
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(14);
    }

    @Test
    void aBatchOfNoMessagesIsPassedOver() {
        deliverAmongMessages(EMPTY, 0);

        assertThat(scene.now(subscription.next()).offset()).isEqualTo(10);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(11);
    }

    @Test
    void aCallThatWasCancelledMeanwhileDoesNotLoseTheError() {
        deliverAmongMessages(BAD, 2);
        scene.now(subscription.next());
        subscription.pause();
        CompletableFuture<Message> cancelled = subscription.next();
        CompletableFuture<Message> waiting = subscription.next();
        scene.settle();
        cancelled.cancel(true);
        subscription.resume();

        assertThat(scene.failure(waiting)).isInstanceOf(MalformedBatchException.class);
    }
}
