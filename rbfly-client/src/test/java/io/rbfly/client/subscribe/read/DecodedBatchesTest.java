package io.rbfly.client.subscribe.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.compression.Codecs;
import io.rbfly.client.config.SharedArrays;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks with compressed batches, in the thread that reads and in another one. */
class DecodedBatchesTest {
    private final List<String> events = new ArrayList<>();
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int entries;
    private int messages;
    private int ready;
    private Runnable whenReady = () -> {};

    private ChunkQueue queue(SubscriptionOptions options, boolean onLoop) {
        return queue(options, onLoop, elsewhere::add);
    }

    private ChunkQueue queue(SubscriptionOptions options, boolean onLoop, Executor workers) {
        return queue(options, onLoop, workers, Runnable::run);
    }

    private ChunkQueue queue(SubscriptionOptions options, boolean onLoop, Executor workers, Executor serial) {
        return new ChunkQueue(
                "s",
                new ChunkListener() {
                    @Override
                    public void read(Chunk chunk, boolean free) {
                        events.add(chunk.chunkId() + (free ? " free" : " kept"));
                    }

                    @Override
                    public void damaged(StreamException error) {
                        events.add("damaged");
                    }
                },
                error -> {},
                new BatchDecoder("s", options, new SharedArrays(), () -> onLoop, workers, serial),
                () -> {
                    ready++;
                    whenReady.run();
                });
    }

    private static byte[] message(int number) {
        byte[] text = ("message " + number + " that is like the others").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }

    private void entry(byte[] bytes, int count) {
        data.writeBytes(bytes);
        entries++;
        messages += count;
    }

    private void simple(int number) {
        entry(message(number), 1);
    }

    private static byte[] plain(int first, int count) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = first; i < first + count; i++) {
            plain.writeBytes(message(i));
        }
        return plain.toByteArray();
    }

    private void batch(Compression compression, int first, int count) {
        byte[] plain = plain(first, count);
        batch(compression.code(), count, plain.length, compressed(compression, plain));
    }

    private static byte[] compressed(Compression compression, byte[] plain) {
        try (Compressor compressor = Codecs.compressor(compression)) {
            byte[] target = new byte[compressor.maxCompressedLength(plain.length)];
            return Arrays.copyOf(target, compressor.compress(plain, 0, plain.length, target, 0));
        }
    }

    private void batch(int code, int count, int plainSize, byte[] bytes) {
        entry(
                ByteBuffer.allocate(11 + bytes.length)
                        .put((byte) (0x80 | code << 4))
                        .putShort((short) count)
                        .putInt(plainSize)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array(),
                count);
    }

    private Chunk chunk(long id) {
        Chunk.Header header = new Chunk.Header(Chunk.USER_TYPE, entries, messages, 7, 1, id, 0, 0);
        Chunk chunk = Chunk.of(header, data.toByteArray());
        data.reset();
        entries = 0;
        messages = 0;
        return chunk;
    }

    /** Reads all that there is: offset and number of each message, or the offsets and the error of a batch. */
    private static List<String> read(ChunkQueue queue, boolean keeping) {
        List<String> read = new ArrayList<>();
        for (OpenChunk message = queue.poll(); message != null; message = queue.poll()) {
            UnreadableBatch unreadable = message.unreadable();
            if (unreadable == null) {
                MessageView view = keeping ? message.keep() : message;
                read.add(view.offset() + " " + new String(view.raw(), StandardCharsets.US_ASCII).split(" ")[1]);
            } else {
                read.add(unreadable.firstOffset() + ".." + unreadable.lastOffset() + " "
                        + unreadable.error().getClass().getSimpleName());
            }
        }
        return read;
    }

    /** Reads all that there is, also what the other thread makes. */
    private List<String> readAll(ChunkQueue queue) {
        List<String> read = read(queue, false);
        while (!elsewhere.isEmpty()) {
            elsewhere.remove().run();
            read.addAll(read(queue, false));
        }
        return read;
    }

    private static List<String> numbers(int first, int end) {
        List<String> numbers = new ArrayList<>();
        for (int i = first; i < end; i++) {
            numbers.add(i + " " + i);
        }
        return numbers;
    }

    /** Numbers are those of the offsets. */
    private void mixedChunk() {
        simple(0);
        batch(Compression.ZSTD, 1, 100);
        simple(101);
        batch(Compression.NONE.code(), 3, plain(102, 3).length, plain(102, 3));
        batch(Compression.LZ4, 105, 5_000);
        batch(Compression.GZIP, 5_105, 5_000);
        batch(Compression.SNAPPY, 10_105, 10_000);
        simple(20_105);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesOfAllKindsOfEntriesAreReadInOrder(boolean keeping) {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, false);
        mixedChunk();
        queue.add(chunk(0), 0);

        assertThat(read(queue, keeping)).isEqualTo(numbers(0, 20_106));
        assertThat(events).containsExactly(keeping ? "0 kept" : "0 free");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(elsewhere).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 101, 103, 106, 5_105, 15_000, 20_105})
    void readingMayBeginAnywhere(int firstWanted) {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, false);
        mixedChunk();
        queue.add(chunk(0), firstWanted);

        assertThat(read(queue, false)).isEqualTo(numbers(firstWanted, 20_106));
    }

    @Test
    void whatIsKeptOfAPortionRemainsValid() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, false);
        for (int i = 0; i < 40_000; i += 1_000) {
            batch(Compression.LZ4, i, 1_000);
        }
        queue.add(chunk(0), 0);
        List<MessageView> kept = new ArrayList<>();
        for (OpenChunk view = queue.poll(); view != null; view = queue.poll()) {
            if (view.offset() % 7_000 == 0) {
                kept.add(view.keep());
            }
        }

        assertThat(kept)
                .hasSize(6)
                .allSatisfy(message -> assertThat(new String(message.raw(), StandardCharsets.US_ASCII))
                        .startsWith("message " + message.offset() + " "));
        assertThat(events).as("the compressed bytes").containsExactly("0 free");
    }

    @Test
    void theEventLoopLetsAnotherThreadDoIt() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, true);
        int chunks = 30;
        for (int i = 0; i < chunks; i++) {
            batch(Compression.LZ4, i * 1_000, 1_000);
            queue.add(chunk(i * 1_000L), 0);
        }
        List<String> read = new ArrayList<>();
        int tasks = 0;
        while (!queue.isEmpty()) {
            read.addAll(read(queue, false));
            Runnable task = elsewhere.poll();
            if (task != null) {
                assertThat(elsewhere).as("one at a time").isEmpty();
                tasks++;
                task.run();
            }
        }

        assertThat(read).isEqualTo(numbers(0, chunks * 1_000));
        assertThat(ready).as("portions of several chunks at a time").isBetween(3, 10);
        assertThat(tasks).as("the thread continues with what follows").isLessThan(ready);
        assertThat(events).hasSize(chunks);
    }

    @Test
    void aThreadDoesSixteenJobsAtATimeSinceOthersNeedItToo() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, true);
        List<String> read = new ArrayList<>();
        whenReady = () -> read.addAll(read(queue, false));
        for (int i = 0; i < 20; i++) {
            batch(Compression.LZ4, i * 6_000, 6_000); // some 225,000 bytes, so that each is a job
            queue.add(chunk(i * 6_000L), 0);
        }
        elsewhere.remove().run();

        assertThat(ready).isEqualTo(16);
        assertThat(elsewhere).hasSize(1);
        elsewhere.remove().run();
        assertThat(read).isEqualTo(numbers(0, 120_000));
    }

    @Test
    void aThreadThatIsRefusedLaterLetsTheEventLoopGoOn() {
        List<Runnable> accepted = new ArrayList<>();
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, true, task -> {
            if (!accepted.isEmpty()) {
                throw new OutOfMemoryError("expected: unable to create native thread");
            }
            accepted.add(task);
        });
        List<String> read = new ArrayList<>();
        whenReady = () -> read.addAll(read(queue, false));
        for (int i = 0; i < 20; i++) {
            batch(Compression.LZ4, i * 6_000, 6_000);
            queue.add(chunk(i * 6_000L), 0);
        }
        accepted.get(0).run();

        assertThat(read).isEqualTo(numbers(0, 120_000));
    }

    @Test
    void aRefusalByThePoolDoesNotOvertakeAPortionThatIsPassedOn() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        List<Runnable> accepted = new ArrayList<>();
        ChunkQueue queue = queue(
                SubscriptionOptions.DEFAULT,
                true,
                task -> {
                    if (!accepted.isEmpty()) {
                        throw new OutOfMemoryError("expected: unable to create native thread");
                    }
                    accepted.add(task);
                },
                tasks::add);
        for (int i = 0; i < 3; i++) {
            batch(Compression.LZ4, i * 6_000, 6_000); // a portion each
        }
        queue.add(chunk(0), 0);
        List<String> read = new ArrayList<>(read(queue, false));
        accepted.get(0).run(); // makes what there is; it is not passed on yet
        simple(18_000);
        queue.add(chunk(18_000), 0);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            read.addAll(read(queue, false));
        }

        assertThat(read).isEqualTo(numbers(0, 18_001));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedStructureBehindMessagesThatAreNotWantedIsReported(boolean onLoop) {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, onLoop);
        batch(Compression.LZ4, 0, 2);
        simple(2);
        entries++;
        queue.add(chunk(0), 3);
        List<String> read = readAll(queue);

        assertThat(read).isEmpty();
        assertThat(events).containsExactly("damaged");
    }

    @Test
    void severalPortionsOfAChunkAreMadeBeforeTheFirstIsRead() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, true);
        for (int i = 0; i < 6; i++) {
            batch(Compression.LZ4, i * 6_000, 6_000); // a portion each
        }
        queue.add(chunk(0), 0);
        assertThat(queue.poll()).isNull();
        elsewhere.remove().run();
        assertThat(elsewhere).isEmpty();

        assertThat(read(queue, false)).as("a megabyte").isEqualTo(numbers(0, 24_000));
        elsewhere.remove().run();
        assertThat(read(queue, false)).isEqualTo(numbers(24_000, 36_000));
        assertThat(events).containsExactly("0 free");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedStructureBehindSeveralPortionsIsReportedAfterThem(boolean onLoop) {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, onLoop);
        for (int i = 0; i < 3; i++) {
            batch(Compression.LZ4, i * 6_000, 6_000);
        }
        entries++;
        queue.add(chunk(0), 0);
        List<String> read = readAll(queue);

        assertThat(read).isEqualTo(numbers(0, 18_000));
        assertThat(events).containsExactly("damaged");
    }

    @Test
    void withoutAThreadTheEventLoopDoesItAndGoesOn() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, true, task -> {
            throw new OutOfMemoryError("expected: unable to create native thread");
        });
        simple(0);
        batch(Compression.LZ4, 1, 1_000);
        queue.add(chunk(0), 0);

        assertThat(read(queue, false)).isEqualTo(numbers(0, 1));
        assertThat(ready).as("the reader is woken up").isEqualTo(1);
        assertThat(read(queue, false)).isEqualTo(numbers(1, 1_001));
    }

    @Test
    void noMoreIsDecompressedInAdvanceThanMayBeBuffered() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT.withMaxBufferedBytes(100_000), true);
        for (int i = 0; i < 3; i++) {
            batch(Compression.LZ4, i * 2_000, 2_000); // some 75,000 bytes
            queue.add(chunk(i * 2_000L), 0);
        }
        elsewhere.remove().run();

        assertThat(elsewhere).isEmpty();
        assertThat(read(queue, false)).isEqualTo(numbers(0, 2_000));
        assertThat(elsewhere).hasSize(1);
    }

    @Test
    void laterChunksDoNotKeepTheRoomOfTheOneThatIsRead() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT.withMaxBufferedBytes(5_000), true);
        simple(0);
        batch(Compression.GZIP, 1, 100);
        queue.add(chunk(0), 0);
        assertThat(queue.poll()).isNotNull();
        batch(Compression.GZIP, 101, 100);
        queue.add(chunk(101), 0);
        elsewhere.remove().run();
        List<String> read = read(queue, false);
        for (Runnable job = elsewhere.poll(); job != null; job = elsewhere.poll()) {
            job.run();
            read.addAll(read(queue, false));
        }

        assertThat(read).isEqualTo(numbers(1, 201));
    }

    @Test
    void whatIsDroppedGivesItsRoomBack() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT.withMaxBufferedBytes(100_000), true);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 3; i++) {
                batch(Compression.LZ4, i * 2_000, 2_000);
                queue.add(chunk(i * 2_000L), 0);
            }
            elsewhere.remove().run();
            assertThat(queue.poll().offset()).isZero();
            assertThat(elsewhere).hasSize(0);
            queue.drop();
            while (!elsewhere.isEmpty()) {
                elsewhere.remove().run();
            }
            assertThat(events).hasSize(3);
            events.clear();
            assertThat(queue.poll()).isNull();
        }
    }

    @Test
    void aBadBatchIsOneErrorAndReadingContinuesAfterIt() {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT.withMaxBatchBytes(10_000), false);
        byte[] plain = plain(0, 2);
        byte[] lz4 = compressed(Compression.LZ4, plain);
        batch(Compression.LZ4, 0, 2);
        batch(Compression.LZ4, 0, 2_000); // 2..2001: larger than the limit
        batch(3, 2, plain.length + 1, lz4); // 2002..2003
        batch(3, 2, plain.length - 1, lz4); // 2004..2005
        batch(3, 3, plain.length, lz4); // 2006..2008: not as many messages
        batch(3, 1, plain.length, lz4); // 2009
        batch(4, 2, plain.length, lz4); // 2010..2011: another compression
        batch(5, 2, plain.length, lz4); // 2012..2013: none that exists
        batch(1, 60_000, 100, lz4); // 2014..62013: messages without lengths
        batch(3, 0, plain.length, lz4);
        byte[] nested = ByteBuffer.allocate(11 + lz4.length)
                .put((byte) 0xb0)
                .putShort((short) 2)
                .putInt(plain.length)
                .putInt(lz4.length)
                .put(lz4)
                .array();
        batch(3, 1, nested.length, compressed(Compression.LZ4, nested)); // 62014
        simple(62_015);
        queue.add(chunk(0), 0);

        assertThat(read(queue, false))
                .containsExactly(
                        "0 0",
                        "1 1",
                        "2..2001 MalformedBatchException",
                        "2002..2003 MalformedBatchException",
                        "2004..2005 MalformedBatchException",
                        "2006..2008 MalformedBatchException",
                        "2009..2009 MalformedBatchException",
                        "2010..2011 MalformedBatchException",
                        "2012..2013 MalformedBatchException",
                        "2014..62013 MalformedBatchException",
                        "62014..62014 MalformedBatchException",
                        "62015 62015");
        assertThat(events).containsExactly("0 free");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedStructureIsReportedAfterTheMessagesBeforeIt(boolean onLoop) {
        ChunkQueue queue = queue(SubscriptionOptions.DEFAULT, onLoop);
        batch(Compression.LZ4, 0, 2);
        entries++;
        queue.add(chunk(0), 0);
        List<String> read = readAll(queue);

        assertThat(read).containsExactly("0 0", "1 1");
        assertThat(events).containsExactly("damaged");
    }

    @Test
    void theBytesOfAChunkAreThoseBeforeCompression() {
        mixedChunk();
        Chunk mixed = chunk(0);
        int plain = plain(0, 20_106).length;

        assertThat(mixed.dataLength()).isLessThan(plain / 2);
        assertThat(ChunkEntries.plainLength(mixed, 64 << 20)).isEqualTo(plain + 5 * 11);
        simple(0);
        simple(1);
        Chunk simple = chunk(0);
        assertThat(ChunkEntries.plainLength(simple, 64 << 20)).isEqualTo(simple.dataLength());
        batch(3, 1, -1, new byte[10]);
        assertThat(ChunkEntries.plainLength(chunk(0), 1_000)).isEqualTo(1_011);
    }
}
