package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.wire.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the entries of a frame of messages without copying, for brokers; protocol section 7. Use it as
 * {@code while (reader.next()) { ... }}.
 *
 * <pre>
 *   version 1:  publisher id uint8 | count int32 | publishing id uint64, entry | ...
 *   version 2:  publisher id uint8 | count int32 | publishing id uint64, filter value string, message | ...
 *   entry:      message or batch
 *   message:    length uint32, top bit 0 | octets
 *   batch:      1 bit 1, 3 bits compression, 4 bits 0 | messages uint16 | plain size uint32 | size uint32 | data
 * </pre>
 *
 * <p>As brokers do, it reads entries up to the end of the frame and ignores their declared number. The content of
 * batches is not read, and neither are their sizes and compression verified.
 *
 * <p>The indexes of the buffer are not changed. The methods that describe an entry may be called only after
 * {@link #next} has returned true, and the buffer must still be valid.
 */
public final class PublishReader {
    private static final int HEADER_LENGTH = 5;
    private static final int ID_LENGTH = 8;
    private static final int BATCH_HEADER_LENGTH = 11;
    private static final int NULL_STRING = 0xffff;

    private final ByteBuf body;
    private final boolean filtered;
    private final int publisherId;
    private final int declaredCount;
    private final int end;

    private int index;
    private long publishingId;
    private int filterPosition;
    private int filterLength;
    private int entryPosition;
    private int dataPosition;

    /**
     * Creates a reader before the first entry.
     *
     * @param body a frame after its key and version; its readable bytes end with the frame
     * @param version the version in the frame, 1 or {@link Publish#WITH_FILTER_VALUES}
     * @throws ProtocolException if the frame ends before its first entry
     */
    public PublishReader(ByteBuf body, int version) {
        if (version != 1 && version != Publish.WITH_FILTER_VALUES) {
            throw new IllegalArgumentException("version: " + version + " (expected: 1 or 2)");
        }
        this.body = body;
        this.filtered = version == Publish.WITH_FILTER_VALUES;
        this.index = body.readerIndex();
        this.end = body.writerIndex();
        int first = pass(index, HEADER_LENGTH, "header");
        this.publisherId = body.getUnsignedByte(index);
        this.declaredCount = body.getInt(index + 1);
        this.index = first;
    }

    /** The publisher, 0 to 255. */
    public int publisherId() {
        return publisherId;
    }

    /** The number of entries that the frame declares, unsigned. It may differ from the number that it has. */
    public int declaredCount() {
        return declaredCount;
    }

    /**
     * Advances to the next entry.
     *
     * @return false if there is none
     * @throws ProtocolException if the entry is cut, or is a batch in version 2; further calls throw it again
     */
    public boolean next() {
        if (index == end) {
            return false;
        }
        int at = pass(index, ID_LENGTH, "publishing id");
        long id = body.getLong(index);
        if (filtered) {
            at = passFilterValue(at);
        }
        int lengthEnd = pass(at, 1, "entry");
        int dataLength;
        if (body.getByte(at) >= 0) {
            lengthEnd = pass(at, Integer.BYTES, "length");
            dataLength = body.getInt(at);
        } else if (filtered) {
            throw new ProtocolException("batch at index " + at + " (expected: a message, in version 2)");
        } else {
            lengthEnd = pass(at, BATCH_HEADER_LENGTH, "batch header");
            dataLength = body.getInt(at + 7);
        }
        index = pass(lengthEnd, dataLength, "entry");
        publishingId = id;
        entryPosition = at;
        dataPosition = lengthEnd;
        return true;
    }

    private int passFilterValue(int at) {
        filterPosition = pass(at, Short.BYTES, "filter value");
        int length = body.getUnsignedShort(at);
        filterLength = length == NULL_STRING ? 0 : length;
        return pass(filterPosition, filterLength, "filter value");
    }

    /** Returns the index after a part of the frame. */
    private int pass(int at, int length, String what) {
        if (length < 0 || length > end - at) {
            throw new ProtocolException(what + " of " + Integer.toUnsignedString(length) + " bytes at index " + at
                    + " (expected: at most the " + (end - at) + " that are left)");
        }
        return at + length;
    }

    /** The publishing id of the entry, unsigned. The messages of a batch share it. */
    public long publishingId() {
        return publishingId;
    }

    /**
     * The filter value of the message; null for none, which an empty one is equivalent to. Bytes that are not UTF-8 are
     * replaced. Each call decodes the value again.
     */
    public @Nullable String filterValue() {
        return filterLength == 0 ? null : body.toString(filterPosition, filterLength, StandardCharsets.UTF_8);
    }

    /** Whether the entry is a batch of messages. */
    public boolean isBatch() {
        return body.getByte(entryPosition) < 0;
    }

    /** The number of messages in the entry: 1, or that which a batch declares, 0 to 65535. */
    public int messageCount() {
        return isBatch() ? body.getUnsignedShort(entryPosition + 1) : 1;
    }

    /** The compression of a batch, 0 to 7, of which 5 to 7 have no meaning; 0 for none, and for a message. */
    public int compression() {
        return isBatch() ? (body.getByte(entryPosition) >> 4) & 7 : 0;
    }

    /** The size of a batch before compression as it declares it, unsigned; for a message, its length. */
    public int uncompressedSize() {
        return body.getInt(isBatch() ? entryPosition + 3 : entryPosition);
    }

    /** The length of the message, or of the data of a batch, in bytes. */
    public int dataSize() {
        return index - dataPosition;
    }

    /**
     * The index in the buffer of the bytes that a chunk stores: the length and the message, or the header and the data
     * of a batch. Brokers clear the low four bits of the first byte of a batch when they store it.
     */
    public int entryPosition() {
        return entryPosition;
    }

    /** The number of bytes that a chunk stores. */
    public int entryLength() {
        return index - entryPosition;
    }
}
