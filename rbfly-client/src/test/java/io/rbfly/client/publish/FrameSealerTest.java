package io.rbfly.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.compression.Codecs;
import io.rbfly.client.publish.frame.BatchCompressor;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.SendFuture;
import io.rbfly.client.support.StoppedTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames whose batches are compressed by another thread, since the event loop sends the messages. */
class FrameSealerTest {
    private static final int FRAMES = 40;
    private static final int MESSAGES = 10;

    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final InFlightWindow window = new InFlightWindow(FRAMES * MESSAGES, 1 << 20);
    private int wakeups;
    private final OutgoingBatch batch = new OutgoingBatch(
            PublisherOptions.DEFAULT
                    .withMaxUnconfirmed(4 * MESSAGES)
                    .withBatching(Batching.of(MESSAGES, Compression.LZ4)),
            UnpooledByteBufAllocator.DEFAULT,
            new StoppedTimer(),
            () -> true,
            () -> wakeups++,
            new BatchCompressor(Compression.LZ4, Codecs.compressor(Compression.LZ4)),
            elsewhere::add,
            null);

    @AfterEach
    void close() {
        window.settleWhile(frame -> true, outcome -> {});
        batch.end(new ClosedException("closed")).run();
        batch.release();
    }

    /** What can be sent now; it may have more compressed. */
    private List<Long> poll() {
        List<Long> firsts = new ArrayList<>();
        for (OutgoingFrame frame = batch.poll(window); frame != null; frame = batch.poll(window)) {
            window.add(frame);
            firsts.add(frame.firstSequence());
        }
        return firsts;
    }

    @Test
    void aThreadCompressesSomeFramesAndTheEventLoopHasTheOthersCompressedAfterTheTasksOfOthers() {
        batch.frameLimit(1 << 20);
        for (int i = 0; i < FRAMES * MESSAGES; i++) {
            batch.add(MessageEncoding.RAW, new byte[20], null, new SendFuture(() -> true));
        }
        List<Long> sent = new ArrayList<>();
        List<Integer> turns = new ArrayList<>();
        while (!elsewhere.isEmpty()) {
            assertThat(elsewhere).as("one at a time").hasSize(1);
            int before = wakeups;
            elsewhere.remove().run();
            assertThat(elsewhere).as("it does not go on by itself").isEmpty();
            assertThat(wakeups).isEqualTo(before + 1);
            List<Long> now = poll();
            sent.addAll(now);
            turns.add(now.size());
        }

        assertThat(sent).hasSize(FRAMES).isSorted();
        assertThat(turns).containsExactly(16, 16, 8);
    }
}
