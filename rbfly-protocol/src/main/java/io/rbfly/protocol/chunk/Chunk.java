package io.rbfly.protocol.chunk;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.Check;
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

    /** In place of the id of a committed chunk: it was not sent. */
    public static final long UNKNOWN = -1;

    private static final int HEADER_LENGTH = 48;
    private static final int MAGIC_AND_VERSION = 0x50;
    private static final int MAX_ENTRIES = 0xffff;

    private final Header header;
    private final int crc;
    private final byte[] array;
    private final int dataPosition;
    private final int dataLength;
    private final long committedChunkId;

    /**
     * The header of a chunk, except for the checksum and the length of its data.
     *
     * @param type {@link #USER_TYPE}, or another type from 0 to 255
     * @param entryCount messages, and batches of messages; 0 to 65535
     * @param messageCount messages, those in batches counted one by one; unsigned
     * @param timestamp when the chunk was written, in milliseconds since 1970
     * @param epoch the term of the stream's leader, unsigned
     * @param chunkId offset of the first message, unsigned
     * @param trailerLength length of the trailer that is stored after the data and not sent, unsigned
     * @param filterSize size of the Bloom filter that is stored before the data and not sent, 0 to 255
     */
    public record Header(
            int type,
            int entryCount,
            int messageCount,
            long timestamp,
            long epoch,
            long chunkId,
            int trailerLength,
            int filterSize) {
        public Header {
            Check.uint8("type", type);
            Check.uint16("entryCount", entryCount);
            Check.uint8("filterSize", filterSize);
        }

        private static Header read(ByteBuf in) {
            int start = in.readerIndex();
            return new Header(
                    in.getUnsignedByte(start + 1),
                    in.getUnsignedShort(start + 2),
                    in.getInt(start + 4),
                    in.getLong(start + 8),
                    in.getLong(start + 16),
                    in.getLong(start + 24),
                    in.getInt(start + 40),
                    in.getUnsignedByte(start + 44));
        }
    }

    private Chunk(ByteBuf in, int dataLength, byte[] array, int dataPosition, long committedChunkId) {
        this.header = Header.read(in);
        this.crc = in.getInt(in.readerIndex() + 32);
        this.dataLength = dataLength;
        this.array = array;
        this.dataPosition = dataPosition;
        this.committedChunkId = committedChunkId;
    }

    private Chunk(Header header, byte[] data) {
        this.header = header;
        this.array = data;
        this.dataPosition = 0;
        this.dataLength = data.length;
        this.crc = computeCrc();
        this.committedChunkId = UNKNOWN;
    }

    private Chunk(Header header, byte[] array, int length, long committedChunkId) {
        this.header = header;
        this.array = array;
        this.dataPosition = 0;
        this.dataLength = length;
        this.crc = 0;
        this.committedChunkId = committedChunkId;
    }

    /**
     * A chunk of entries, with the checksum of their data: for brokers.
     *
     * @param data the entries, whose numbers are those in the header; not copied, so it must not be modified afterwards
     */
    public static Chunk of(Header header, byte[] data) {
        return new Chunk(header, data);
    }

    /**
     * A chunk of entries at the beginning of an array, without a checksum: for what was made of a received chunk.
     *
     * @param array not copied
     * @param from the received chunk, with whose id of the last committed chunk it was sent
     */
    public static Chunk derived(Header header, byte[] array, int length, Chunk from) {
        return new Chunk(header, array, length, from.committedChunkId);
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
        int count = messages.size();
        return of(new Header(USER_TYPE, count, count, timestamp, 1, chunkId, 0, 0), data.array());
    }

    /** Reads a chunk, copying its data. */
    public static Chunk read(ByteBuf in) {
        return read(in, UNKNOWN, byte[]::new);
    }

    /**
     * Reads a chunk, copying its data to an array that has the requested length or is longer.
     *
     * @param committedChunkId what was sent before the chunk, or {@link #UNKNOWN}
     */
    public static Chunk read(ByteBuf in, long committedChunkId, IntFunction<byte[]> arrays) {
        int dataLength = checkHeader(in);
        byte[] data = arrays.apply(dataLength);
        in.getBytes(in.readerIndex() + HEADER_LENGTH, data, 0, dataLength);
        Chunk chunk = new Chunk(in, dataLength, data, 0, committedChunkId);
        in.skipBytes(HEADER_LENGTH + dataLength);
        return chunk;
    }

    /** Reads a chunk without copying. It retains the buffer's array, which must not be used for anything else. */
    public static Chunk wrap(ByteBuf in) {
        return wrap(in, UNKNOWN);
    }

    /**
     * Reads a chunk without copying. It retains the buffer's array, which must not be used for anything else.
     *
     * @param committedChunkId what was sent before the chunk, or {@link #UNKNOWN}
     */
    public static Chunk wrap(ByteBuf in, long committedChunkId) {
        int dataLength = checkHeader(in);
        int dataPosition = in.arrayOffset() + in.readerIndex() + HEADER_LENGTH;
        Chunk chunk = new Chunk(in, dataLength, in.array(), dataPosition, committedChunkId);
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

    /**
     * The id of the stream's last committed chunk when this one was sent, unsigned; {@link #UNKNOWN} if not sent. It
     * comes before the chunk and is not a part of it, so it is not written.
     */
    public long committedChunkId() {
        return committedChunkId;
    }

    /** Writes the chunk: header and data. Trailer and Bloom filter are announced by the header, but not sent. */
    public void write(ByteBuf out) {
        writeHeader(out);
        out.writeBytes(array, dataPosition, dataLength);
    }

    /** Writes the 48 bytes of the header, for a broker that sends the data without copying it. */
    public void writeHeader(ByteBuf out) {
        out.writeByte(MAGIC_AND_VERSION);
        out.writeByte(header.type);
        out.writeShort(header.entryCount);
        out.writeInt(header.messageCount);
        out.writeLong(header.timestamp);
        out.writeLong(header.epoch);
        out.writeLong(header.chunkId);
        out.writeInt(crc);
        out.writeInt(dataLength);
        out.writeInt(header.trailerLength);
        out.writeByte(header.filterSize);
        out.writeMedium(0);
    }

    /** {@link #USER_TYPE}, or another type for chunks that are not for applications. */
    public int type() {
        return header.type;
    }

    /** Entries: messages, and batches of messages. */
    public int entryCount() {
        return header.entryCount;
    }

    /** Messages, those in batches counted one by one; unsigned. */
    public int messageCount() {
        return header.messageCount;
    }

    /** When it was written, in milliseconds since 1970. */
    public long timestamp() {
        return header.timestamp;
    }

    /** The term of the stream's leader when the chunk was written; it increases with the offsets of a stream. */
    public long epoch() {
        return header.epoch;
    }

    /** Offset of its first message, unsigned. */
    public long chunkId() {
        return header.chunkId;
    }

    /** Length of the trailer that the broker has stored with the chunk, unsigned. The trailer itself is not sent. */
    public int trailerLength() {
        return header.trailerLength;
    }

    /** Size of the Bloom filter that the broker has stored with the chunk. The filter itself is not sent. */
    public int filterSize() {
        return header.filterSize;
    }

    /** CRC-32 of the data as the header has it; {@link #checkCrc} verifies it. */
    public int crc() {
        return crc;
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
        return "Chunk[id=" + Long.toUnsignedString(header.chunkId) + ", messages="
                + Integer.toUnsignedString(header.messageCount) + ", length=" + dataLength + "]";
    }
}
