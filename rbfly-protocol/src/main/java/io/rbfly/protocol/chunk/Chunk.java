package io.rbfly.protocol.chunk;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * A chunk: messages that were stored together, protocol section 8. Its bytes are in a heap array, so a chunk is garbage
 * collected and does not have to be released.
 *
 * <pre>
 *   at  width
 *    0  uint8   magic 5, version 0: always 0x50
 *    1  uint8   type, 0 for messages
 *    2  uint16  entries: messages, and batches of messages
 *    4  uint32  messages, those in batches counted one by one
 *    8  int64   timestamp, milliseconds since 1970
 *   16  uint64  epoch, the term of the leader
 *   24  uint64  chunk id, the offset of the first message
 *   32  uint32  CRC-32 of the data
 *   36  uint32  length of the data
 *   40  uint32  length of the trailer, which is not sent
 *   44  uint8   size of the Bloom filter, which is not sent
 *   45  3       reserved
 *   48  data
 * </pre>
 */
public final class Chunk {
    /** The type of chunks with messages; other types are internal to the broker. */
    public static final int USER_TYPE = 0;

    private static final int HEADER_LENGTH = 48;
    private static final int MAGIC_AND_VERSION = 0x50;
    private static final int MAX_ENTRIES = 0xffff;

    private final int type;
    private final int entryCount;
    private final int messageCount;
    private final long timestamp;
    private final long epoch;
    private final long chunkId;
    private final int crc;
    private final byte[] array;
    private final int dataPosition;
    private final int dataLength;

    private Chunk(ByteBuf header, int dataLength, byte[] array, int dataPosition) {
        int start = header.readerIndex();
        this.type = header.getUnsignedByte(start + 1);
        this.entryCount = header.getUnsignedShort(start + 2);
        this.messageCount = header.getInt(start + 4);
        this.timestamp = header.getLong(start + 8);
        this.epoch = header.getLong(start + 16);
        this.chunkId = header.getLong(start + 24);
        this.crc = header.getInt(start + 32);
        this.dataLength = dataLength;
        this.array = array;
        this.dataPosition = dataPosition;
    }

    private Chunk(long chunkId, long timestamp, int entryCount, int messageCount, byte[] data) {
        this.type = USER_TYPE;
        this.entryCount = entryCount;
        this.messageCount = messageCount;
        this.timestamp = timestamp;
        this.epoch = 1;
        this.chunkId = chunkId;
        this.array = data;
        this.dataPosition = 0;
        this.dataLength = data.length;
        this.crc = computeCrc();
    }

    /**
     * A chunk of messages, with the checksum of its data: for brokers and tests.
     *
     * @throws IllegalArgumentException if there are more than 65,535 messages
     */
    public static Chunk of(long chunkId, long timestamp, List<byte[]> messages) {
        if (messages.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(messages.size() + " messages (expected: at most 65535)");
        }
        int length = messages.stream().mapToInt(message -> 4 + message.length).sum();
        ByteBuffer data = ByteBuffer.allocate(length);
        messages.forEach(message -> data.putInt(message.length).put(message));
        return new Chunk(chunkId, timestamp, messages.size(), messages.size(), data.array());
    }

    /** Reads a chunk, copying its data. */
    public static Chunk read(ByteBuf in) {
        return read(in, byte[]::new);
    }

    /** Reads a chunk, copying its data to an array that has the requested length or is longer. */
    public static Chunk read(ByteBuf in, IntFunction<byte[]> arrays) {
        int dataLength = checkHeader(in);
        byte[] data = arrays.apply(dataLength);
        in.getBytes(in.readerIndex() + HEADER_LENGTH, data, 0, dataLength);
        Chunk chunk = new Chunk(in, dataLength, data, 0);
        in.skipBytes(HEADER_LENGTH + dataLength);
        return chunk;
    }

    /** Reads a chunk without copying. It retains the buffer's array, which must not be used for anything else. */
    public static Chunk wrap(ByteBuf in) {
        int dataLength = checkHeader(in);
        int dataPosition = in.arrayOffset() + in.readerIndex() + HEADER_LENGTH;
        Chunk chunk = new Chunk(in, dataLength, in.array(), dataPosition);
        in.skipBytes(HEADER_LENGTH + dataLength);
        return chunk;
    }

    private static int checkHeader(ByteBuf in) {
        if (in.readableBytes() < HEADER_LENGTH) {
            throw new ProtocolException("chunk of " + in.readableBytes() + " bytes (expected: at least 48)");
        }
        int magic = in.getUnsignedByte(in.readerIndex());
        if (magic != MAGIC_AND_VERSION) {
            throw new ProtocolException("chunk starts with 0x" + Integer.toHexString(magic) + " (expected: 0x50)");
        }
        int dataLength = in.getInt(in.readerIndex() + 36);
        int left = in.readableBytes() - HEADER_LENGTH;
        if (dataLength < 0 || dataLength > left) {
            throw new ProtocolException("chunk data of " + Integer.toUnsignedString(dataLength)
                    + " bytes (expected: at most the " + left + " that are left)");
        }
        return dataLength;
    }

    /** Writes the chunk: header and data. */
    public void write(ByteBuf out) {
        out.writeByte(MAGIC_AND_VERSION);
        out.writeByte(type);
        out.writeShort(entryCount);
        out.writeInt(messageCount);
        out.writeLong(timestamp);
        out.writeLong(epoch);
        out.writeLong(chunkId);
        out.writeInt(crc);
        out.writeInt(dataLength);
        out.writeInt(0);
        out.writeInt(0);
        out.writeBytes(array, dataPosition, dataLength);
    }

    /** {@link #USER_TYPE}, or another type for chunks that are not for applications. */
    public int type() {
        return type;
    }

    /** Entries: messages, and batches of messages. */
    public int entryCount() {
        return entryCount;
    }

    /** Messages, those in batches counted one by one; unsigned. */
    public int messageCount() {
        return messageCount;
    }

    /** When it was written, in milliseconds since 1970. */
    public long timestamp() {
        return timestamp;
    }

    /** The term of the stream's leader when the chunk was written; it increases with the offsets of a stream. */
    public long epoch() {
        return epoch;
    }

    /** Offset of its first message, unsigned. */
    public long chunkId() {
        return chunkId;
    }

    /** The array with the data, which starts at {@link #dataPosition()}; must not be modified. */
    public byte[] array() {
        return array;
    }

    /** The index of the data in {@link #array()}. */
    public int dataPosition() {
        return dataPosition;
    }

    /** Length of the data in bytes. */
    public int dataLength() {
        return dataLength;
    }

    /**
     * Verifies the checksum of the data.
     *
     * @throws ProtocolException if they differ
     */
    public void checkCrc() {
        int computed = computeCrc();
        if (computed != crc) {
            throw new ProtocolException(String.format("CRC-32 0x%08x (expected: 0x%08x)", computed, crc));
        }
    }

    private int computeCrc() {
        CRC32 checksum = new CRC32();
        checksum.update(array, dataPosition, dataLength);
        return (int) checksum.getValue();
    }

    @Override
    public String toString() {
        return "Chunk[id=" + Long.toUnsignedString(chunkId) + ", messages=" + Integer.toUnsignedString(messageCount)
                + ", length=" + dataLength + "]";
    }
}
