package io.rbfly.client.publish.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.compression.Codecs;
import io.rbfly.client.loop.LoopTimer;
import io.rbfly.client.publish.outcome.SendFuture;
import io.rbfly.protocol.frame.PublishReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What frames of batches are on the wire, and for which messages a confirm is. */
class BatchFrameTest {
    private static final int LIMIT = 1 << 20;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final InFlightWindow window = new InFlightWindow(10_000, 1 << 24);
    private final List<FrameQueue> queues = new ArrayList<>();
    private long sequence;

    private FrameQueue queue(int batch, Compression compression) {
        FrameQueue queue = new FrameQueue(
                PublisherOptions.DEFAULT.withBatching(Batching.of(batch, compression)),
                UnpooledByteBufAllocator.DEFAULT,
                new LoopTimer(loop));
        queue.frameLimit(LIMIT);
        queues.add(queue);
        return queue;
    }

    @AfterEach
    void close() {
        window.settleWhile(frame -> true, outcome -> {});
        for (FrameQueue queue : queues) {
            while (queue.first() != null) {
                queue.take().release();
            }
            queue.close();
        }
        loop.shutdownGracefully();
    }

    private void add(FrameQueue queue, long id, byte[] message) {
        queue.add(id, sequence++, null, MessageEncoding.RAW, message, new SendFuture(() -> false));
    }

    private void add(FrameQueue queue, long id, String message) {
        add(queue, id, message.getBytes(StandardCharsets.UTF_8));
    }

    private OutgoingFrame take(FrameQueue queue) {
        OutgoingFrame frame = queue.take();
        window.add(frame);
        return frame;
    }

    private static List<String> written(OutgoingFrame frame, int limit) {
        List<String> frames = new ArrayList<>();
        frame.write(0, limit, out -> {
            frames.add(ByteBufUtil.hexDump(out));
            out.release();
        });
        return frames;
    }

    private List<Long> settle(long id) {
        List<Long> settled = new ArrayList<>();
        window.settle(id, (outcome, message) -> settled.add(message));
        return settled;
    }

    /** Seals the only full frame as another thread does. */
    private static void seal(FrameQueue queue, Compressor compressor) {
        FrameQueue.Sealing sealing = queue.beginSealing();
        queue.compress(sealing, new BatchCompressor(Compression.GZIP, compressor));
        queue.endSealing(sealing);
    }

    /** The frame of the protocol's description, section 14, but under the id of its last message. */
    @Test
    void aBatchHasTheIdOfItsLastMessage() {
        FrameQueue queue = queue(100, Compression.NONE);
        add(queue, 2, "one");
        add(queue, 3, "two");
        add(queue, 4, "three");

        OutgoingFrame frame = take(queue);

        assertThat(written(frame, LIMIT))
                .containsExactly("00000033000200010000000001000000000000000480000300000017"
                        + "00000017000000036f6e650000000374776f000000057468726565");
        assertThat(frame.messageBytes()).isEqualTo(23);
        assertThat(settle(3)).as("no batch has this id").isEmpty();
        assertThat(settle(4)).containsExactly(2L, 3L, 4L);
        assertThat(settle(4)).isEmpty();
        assertThat(window.releasedBytes()).isEqualTo(23);
    }

    @Test
    void batchesEndWhenTheyAreFullAndAreConfirmedOneByOne() {
        FrameQueue queue = queue(2, Compression.NONE);
        for (long id = 1; id <= 3; id++) {
            add(queue, id, "m");
        }
        add(queue, 10, "m");
        add(queue, 20, "m");

        OutgoingFrame frame = take(queue);

        assertThat(written(frame, LIMIT)).hasSize(1);
        assertThat(settle(10)).containsExactly(3L, 10L);
        assertThat(written(frame, LIMIT))
                .as("what is sent again")
                .containsExactly("0000003e" + "0002000100" + "00000002"
                        + "0000000000000002" + "80000200" + "00000a" + "0000000a" + "000000016d" + "000000016d"
                        + "0000000000000014" + "80000100" + "000005" + "00000005" + "000000016d");
        assertThat(settle(2)).containsExactly(1L, 2L);
        assertThat(settle(20)).containsExactly(20L);
        assertThat(window.firstUnsettled()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theMessageWithIdZeroIsAlone() {
        FrameQueue queue = queue(100, Compression.NONE);
        add(queue, 0, "m");
        add(queue, 1, "m");
        add(queue, 2, "m");
        take(queue);

        assertThat(settle(0)).containsExactly(0L);
        assertThat(settle(2)).containsExactly(1L, 2L);
    }

    @Test
    void aMessageThatDoesNotFitBeginsAnotherFrameWithABatchOfItsOwn() {
        FrameQueue queue = queue(100, Compression.NONE);
        queue.frameLimit(200);
        add(queue, 1, new byte[100]);
        add(queue, 2, new byte[60]);
        add(queue, 3, new byte[10]);

        OutgoingFrame first = take(queue);
        OutgoingFrame second = take(queue);

        assertThat(first.size()).isEqualTo(9 + 19 + 104);
        assertThat(second.size()).isEqualTo(9 + 19 + 64 + 14);
        assertThat(settle(1)).containsExactly(1L);
        assertThat(settle(3)).containsExactly(2L, 3L);
        assertThatThrownBy(() -> add(queue, 4, new byte[169]))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("168");
        add(queue, 4, new byte[168]);
        assertThat(take(queue).size()).isEqualTo(200);
    }

    @Test
    void aSealedFrameHasTheSameBordersAndBytesEachTime() {
        try (Compressor gzip = Codecs.compressor(Compression.GZIP)) {
            FrameQueue queue = queue(50, Compression.GZIP);
            for (long id = 1; id <= 120; id++) {
                add(queue, id, "a message like the others");
            }
            queue.closeOpen();
            assertThat(queue.isSealed()).isFalse();
            seal(queue, gzip);
            assertThat(queue.isSealed()).isTrue();

            OutgoingFrame frame = take(queue);
            List<String> sent = written(frame, LIMIT);
            assertThat(sent).hasSize(1);
            assertThat(sent.get(0).length() / 2).isEqualTo(frame.size() + 4).isLessThan(500);
            assertThat(written(frame, LIMIT)).isEqualTo(sent);
            assertThat(frame.messageBytes()).as("before compression").isEqualTo(120 * 29);

            ByteBuf buffer = frame.buffer();
            PublishReader reader = new PublishReader(buffer.slice(8, buffer.writerIndex() - 8), 1);
            List<String> entries = new ArrayList<>();
            while (reader.next()) {
                entries.add(reader.publishingId() + ": " + reader.messageCount() + ", " + reader.compression() + ", "
                        + reader.uncompressedSize());
            }
            assertThat(entries).containsExactly("50: 50, 1, 1450", "100: 50, 1, 1450", "120: 20, 1, 580");
            assertThat(settle(100)).hasSize(50);
        }
    }

    @Test
    void aBatchThatWouldNotBecomeSmallerIsSentAsItIs() {
        try (Compressor gzip = Codecs.compressor(Compression.GZIP)) {
            FrameQueue queue = queue(50, Compression.GZIP);
            add(queue, 1, "x");
            queue.closeOpen();
            seal(queue, gzip);

            assertThat(written(take(queue), LIMIT).get(0)).contains("80000100000005");
        }
    }

    /** What is written after a codec of the application has compressed a message. */
    private String writtenWith(IntSupplier compress) {
        FrameQueue queue = queue(50, Compression.GZIP);
        add(queue, 1, "x".repeat(100));
        queue.closeOpen();
        seal(queue, new Compressor() {
            @Override
            public int maxCompressedLength(int length) {
                return length;
            }

            @Override
            public int compress(byte[] plain, int position, int length, byte[] target, int at) {
                return compress.getAsInt();
            }
        });
        return written(take(queue), LIMIT).get(0);
    }

    @Test
    void aCodecThatFailsLeavesBatchesAsTheyAre() {
        assertThat(writtenWith(() -> {
                    throw new IllegalStateException("expected");
                }))
                .contains("80000100000068");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 1_000})
    void aCodecThatReturnsAnImpossibleLengthLeavesBatchesAsTheyAre(int result) {
        assertThat(writtenWith(() -> result)).contains("80000100000068");
    }

    @Test
    void aFrameMayLeaveWhileItIsCompressed() {
        try (Compressor gzip = Codecs.compressor(Compression.GZIP)) {
            FrameQueue queue = queue(50, Compression.GZIP);
            add(queue, 1, "x".repeat(100));
            queue.closeOpen();
            FrameQueue.Sealing sealing = queue.beginSealing();
            take(queue);
            window.settleWhile(frame -> true, outcome -> {}); // it has timed out

            queue.compress(sealing, new BatchCompressor(Compression.GZIP, gzip));
            queue.endSealing(sealing);

            assertThat(queue.first()).isNull();
            assertThat(queue.hasUnsealed()).isFalse();
        }
    }

    @Test
    void aBatchThatNoLongerFitsFailsWithAllItsMessages() {
        FrameQueue queue = queue(3, Compression.NONE);
        for (long id = 1; id <= 4; id++) {
            add(queue, id, new byte[100]);
        }
        take(queue);
        List<Throwable> failures = new ArrayList<>();

        window.settleTooLarge(250, (outcome, error) -> failures.add(error));

        assertThat(failures).hasSize(3).hasOnlyElementsOfType(MessageTooLargeException.class);
        assertThat(settle(4)).containsExactly(4L);
    }
}
