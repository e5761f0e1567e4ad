package io.rbfly.protocol.chunk;

import io.rbfly.protocol.wire.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Iterates over the entries of a chunk as they are stored: messages, and batches of messages, whose data is not read.
 * Use it as {@code while (entries.hasNext()) { entries.next(); ... }}, then {@link #checkEnd}. For the layout see
 * {@link ChunkCursor}, which iterates over the messages.
 */
public final class ChunkEntries {
    /** Bytes of a batch before its data. */
    public static final int BATCH_HEADER_LENGTH = 11;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int LENGTH_FIELD = 4;
    private static final int COMPRESSION_MASK = 0x70;

    private final Chunk chunk;
    private final byte[] array;
    private final int end;
    private int entriesLeft;
    private long nextOffset;
    private int next;
    private int position;
    private int messages;
    private int headerLength;

    /** Creates an iterator before the first entry. */
    public ChunkEntries(Chunk chunk) {
        this.chunk = chunk;
        this.array = chunk.array();
        this.next = chunk.dataPosition();
        this.end = next + chunk.dataLength();
        this.entriesLeft = chunk.entryCount();
        this.nextOffset = chunk.chunkId();
    }

    /** Creates an iterator that is where another one is. */
    public ChunkEntries(ChunkEntries other) {
        this.chunk = other.chunk;
        this.array = other.array;
        this.end = other.end;
        this.entriesLeft = other.entriesLeft;
        this.nextOffset = other.nextOffset;
        this.next = other.next;
        this.position = other.position;
        this.messages = other.messages;
        this.headerLength = other.headerLength;
    }

    /** Whether the first entry of a chunk is a compressed batch. */
    public static boolean beginsCompressed(Chunk chunk) {
        return chunk.entryCount() > 0 && chunk.dataLength() > 0 && isCompressed(chunk.array()[chunk.dataPosition()]);
    }

    /**
     * The bytes of the messages of a chunk before compression, as the headers of batches declare it, with their lengths
     * and headers. A chunk that has one message for each entry and begins with a message is taken for one without
     * compressed batches.
     *
     * @param maxBatch the number of bytes for which batches count that declare more
     */
    public static long plainLength(Chunk chunk, int maxBatch) {
        boolean simple = chunk.entryCount() == chunk.messageCount()
                && (chunk.dataLength() == 0 || chunk.array()[chunk.dataPosition()] >= 0);
        if (simple) {
            return chunk.dataLength();
        }
        long length = 0;
        ChunkEntries entries = new ChunkEntries(chunk);
        try {
            while (entries.hasNext()) {
                entries.next();
                length += entries.entryLength();
                if (entries.isCompressed()) {
                    long more = Math.min(maxBatch, Integer.toUnsignedLong(entries.plainSize())) - entries.dataLength();
                    length += Math.max(0, more);
                }
            }
        } catch (ProtocolException e) {
            return Math.max(length, chunk.dataLength()); // it is reported by its reader
        }
        return length;
    }

    /** Whether there are further entries. */
    public boolean hasNext() {
        return entriesLeft > 0;
    }

    /**
     * Advances to the next entry.
     *
     * @throws ProtocolException if the bytes are not an entry
     */
    public void next() {
        if (next == end) {
            throw malformed(entriesLeft + " entries missing");
        }
        boolean batch = array[next] < 0;
        int header = batch ? BATCH_HEADER_LENGTH : LENGTH_FIELD;
        if (end - next < header) {
            throw malformed("entry cut at " + next);
        }
        int size = (int) INT.get(array, next + header - LENGTH_FIELD);
        if (size < 0 || size > end - next - header) {
            throw malformed("entry of " + Integer.toUnsignedString(size) + " bytes at " + next + " (expected: at most "
                    + (end - next - header) + ")");
        }
        position = next;
        headerLength = header;
        messages = batch ? (short) SHORT.get(array, next + 1) & 0xffff : 1;
        next += header + size;
        nextOffset += messages;
        entriesLeft--;
    }

    /**
     * Verifies that there are no further bytes, and as many messages as the chunk declares.
     *
     * @throws ProtocolException if not
     */
    public void checkEnd() {
        long expected = chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
        if (next != end || nextOffset != expected) {
            throw malformed((expected - nextOffset) + " messages missing, " + (end - next) + " bytes left over");
        }
    }

    /** Offset of the first message of the entry, unsigned. */
    public long offset() {
        return nextOffset - messages;
    }

    /** The number of messages of the entry: 1, or those that a batch declares, 0 to 65535. */
    public int messageCount() {
        return messages;
    }

    /** Whether the entry is a compressed batch. */
    public boolean isCompressed() {
        return isCompressed(array[position]);
    }

    private static boolean isCompressed(byte first) {
        return first < 0 && (first & COMPRESSION_MASK) != 0;
    }

    /** The compression of a batch, 0 to 7, of which 5 to 7 have no meaning. */
    public int compression() {
        return (array[position] & COMPRESSION_MASK) >> 4;
    }

    /** The size of a batch before compression as it declares it, unsigned. */
    public int plainSize() {
        return (int) INT.get(array, position + 3);
    }

    /** The index of the entry in the chunk's array. */
    public int position() {
        return position;
    }

    /** The length of the entry in bytes. */
    public int entryLength() {
        return next - position;
    }

    /** The index of the message, or of the data of a batch. */
    public int dataPosition() {
        return position + headerLength;
    }

    /** The length of the message, or of the data of a batch, in bytes. */
    public int dataLength() {
        return next - position - headerLength;
    }

    /** Writes the header of a batch that is not compressed to an array. */
    public static void writePlainHeader(byte[] target, int at, int messages, int size) {
        target[at] = (byte) 0x80;
        SHORT.set(target, at + 1, (short) messages);
        INT.set(target, at + 3, size);
        INT.set(target, at + 7, size);
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException("malformed chunk: " + what);
    }
}
