package io.rbfly.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.chunk.BatchException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.PublishReader;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Arbitrary bytes are decoded, or rejected as malformed; nothing else happens. The bytes are the same in each run. */
class RandomBytesTest {
    private static final int INPUTS = 100_000;
    private static final int LARGEST_KEY = 0x1f;
    private static final int CHUNK_HEADER_LENGTH = 48;
    private static final List<String> CHUNKS =
            List.of(SampleChunks.PLAIN, SampleChunks.BATCH, SampleChunks.FILTERED, SampleChunks.TRAILED);

    private final Random random = new Random(20_261_123);

    private byte[] randomBytes(int smallest, int largest) {
        byte[] bytes = new byte[random.nextInt(smallest, largest + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Mostly small numbers, as lengths and counts are: plain random ones are almost always too large. */
    private byte[] mostlySmallBytes(int smallest, int largest) {
        byte[] bytes = randomBytes(smallest, largest);
        for (int i = 0; i < bytes.length; i++) {
            int choice = random.nextInt(10);
            if (choice < 6) {
                bytes[i] = 0;
            } else if (choice < 9) {
                bytes[i] &= 7;
            }
        }
        return bytes;
    }

    /** Returns whether the bytes were read. */
    private static boolean isRead(byte[] bytes, Consumer<ByteBuf> reader) {
        try {
            reader.accept(Hex.slice(bytes));
            return true;
        } catch (ProtocolException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("bytes:" + Hex.dump(bytes), e);
        }
    }

    private static void assertSomeAreReadAndSomeRefused(int read) {
        assertThat(read).isBetween(INPUTS / 100, INPUTS - INPUTS / 100);
    }

    private byte[] frame() {
        byte[] frame = random.nextBoolean() ? randomBytes(0, 40) : mostlySmallBytes(4, 60);
        if (frame.length >= 4 && random.nextInt(10) > 0) {
            int key = random.nextInt(LARGEST_KEY) + 1 | (random.nextBoolean() ? 0x8000 : 0);
            Unpooled.wrappedBuffer(frame).setShort(0, key).setShort(2, random.nextInt(10) > 0 ? 1 : 2);
        }
        return frame;
    }

    @Test
    void framesOfBrokers() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            boolean owned = random.nextBoolean();
            read += isRead(frame(), in -> FrameDecoder.fromBroker(in, owned)) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    @Test
    void framesOfClients() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            read += isRead(frame(), FrameDecoder::fromClient) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    @Test
    void framesOfClientsForBrokers() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            read += isRead(frame(), FrameDecoder::fromClientStrictly) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    @Test
    void bodiesOfPublishFrames() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            int version = random.nextInt(1, 3);
            byte[] body = mostlySmallBytes(0, 60);
            read += isRead(body, in -> readToTheEnd(new PublishReader(in, version), in)) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    private static void readToTheEnd(PublishReader reader, ByteBuf in) {
        int last = in.readerIndex();
        while (reader.next()) {
            int end = reader.entryPosition() + reader.entryLength();
            if (reader.entryPosition() < last || end > in.writerIndex() || reader.dataSize() > reader.entryLength()) {
                throw new AssertionError("entry outside the body");
            }
            last = end;
            reader.filterValue();
        }
        if (last != in.writerIndex() && last != in.readerIndex()) {
            throw new AssertionError("bytes left over");
        }
    }

    /** A chunk of few messages and batches, of which about half are wrong somewhere. */
    private byte[] chunk() {
        int entries = random.nextInt(4);
        int messages = 0;
        ByteBuf chunk = Unpooled.buffer(200).writeZero(CHUNK_HEADER_LENGTH);
        for (int i = 0; i < entries; i++) {
            messages += random.nextBoolean() ? writeMessages(chunk, 1) : writeBatch(chunk, random.nextInt(1, 4));
        }
        int dataLength = chunk.writerIndex() - CHUNK_HEADER_LENGTH;
        if (dataLength > 0 && random.nextBoolean()) {
            int changed = CHUNK_HEADER_LENGTH + random.nextInt(dataLength);
            chunk.setByte(changed, random.nextBoolean() ? random.nextInt(8) : random.nextInt());
        }
        int wrong = random.nextInt(10) == 0 ? 1 : 0;
        chunk.setByte(0, 0x50).setShort(2, entries).setInt(4, messages + wrong).setInt(36, dataLength);
        return ByteBufUtil.getBytes(chunk);
    }

    private int writeMessages(ByteBuf out, int count) {
        for (int i = 0; i < count; i++) {
            byte[] message = randomBytes(0, 5);
            out.writeInt(message.length).writeBytes(message);
        }
        return count;
    }

    private int writeBatch(ByteBuf out, int count) {
        out.writeByte(0x80).writeShort(count).writeLong(0);
        int start = out.writerIndex();
        writeMessages(out, count);
        out.setInt(start - 8, out.writerIndex() - start).setInt(start - 4, out.writerIndex() - start);
        return count;
    }

    @Test
    void dataOfChunks() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            read += isRead(chunk(), RandomBytesTest::readToTheEnd) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    @Test
    void chunksOfBrokersWithSomeBytesChanged() {
        List<byte[]> chunks = CHUNKS.stream().map(Hex::bytes).toList();
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] chunk = chunks.get(random.nextInt(chunks.size())).clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                chunk[random.nextInt(chunk.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt());
            }
            read += isRead(chunk, RandomBytesTest::readToTheEnd) ? 1 : 0;
        }
        assertSomeAreReadAndSomeRefused(read);
    }

    @Test
    void dataOfChunksWhenReadersGoOnAfterARefusal() {
        for (int i = 0; i < INPUTS; i++) {
            byte[] chunk = chunk();
            ChunkCursor cursor = new ChunkCursor(Chunk.wrap(Unpooled.wrappedBuffer(chunk)));
            for (int calls = 0; calls < 8; calls++) {
                isRead(chunk, in -> next(cursor));
            }
        }
    }

    private static void readToTheEnd(ByteBuf in) {
        Chunk chunk = Chunk.wrap(in);
        ChunkCursor cursor = new ChunkCursor(chunk);
        int end = chunk.dataPosition() + chunk.dataLength();
        while (next(cursor)) {
            if (cursor.position() < chunk.dataPosition() || cursor.position() + cursor.length() > end) {
                throw new AssertionError("message outside the data:" + Hex.dump(chunk.array()));
            }
        }
    }

    /** Whether there was a message, or a batch that cannot be read. */
    private static boolean next(ChunkCursor cursor) {
        try {
            return cursor.next();
        } catch (BatchException e) {
            return true;
        }
    }
}
