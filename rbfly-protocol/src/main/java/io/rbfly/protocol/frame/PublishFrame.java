package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Writes a frame of messages directly into a buffer, message by message, for clients that send many messages. See
 * {@link Publish} for the layout.
 *
 * <pre>
 *   {@code int start = out.writerIndex();
 *   PublishFrame.begin(out, 1);
 *   int length = PublishFrame.beginEntry(out, publishingId);
 *   ... the message ...
 *   PublishFrame.endEntry(out, length);
 *   PublishFrame.end(out, start, publisherId, count);}
 * </pre>
 *
 * In version 2, each entry starts with {@link #beginFilteredEntry}. In version 1, an entry may be a batch of messages
 * with one publishing id:
 *
 * <pre>
 *   {@code int batch = PublishFrame.beginBatch(out);
 *   int length = PublishFrame.beginMessage(out);
 *   ... the message ...
 *   PublishFrame.endEntry(out, length);
 *   ... further messages ...
 *   PublishFrame.endBatch(out, batch, publishingId, messages);}
 * </pre>
 *
 * <pre>
 *   batch:  publishing id uint64 | 1 bit 1, 3 bits compression, 4 bits 0 | messages uint16 | plain size uint32 | size uint32
 *           | [ length uint32 | message ], which may be compressed
 * </pre>
 */
public final class PublishFrame {
    /** Bytes of a frame before its first entry, including the size field. */
    public static final int HEADER_LENGTH = 13;

    /** Bytes of an entry before its message, in version 1. */
    public static final int ENTRY_HEADER_LENGTH = 12;

    /** Bytes of a batch before its data. */
    public static final int BATCH_HEADER_LENGTH = 19;

    /** The maximum number of messages in a batch. */
    public static final int MAX_BATCH_MESSAGES = 0xffff;

    private static final int BATCH = 0x80;
    private static final int COMPRESSION_SHIFT = 4;
    private static final int BATCH_TYPE_AT = 8;
    private static final int BATCH_MESSAGES_AT = 9;
    private static final int BATCH_PLAIN_SIZE_AT = 11;
    private static final int BATCH_SIZE_AT = 15;

    private static final int VERSION_AT = 6;
    private static final int PUBLISHER_ID_AT = 8;
    private static final int COUNT_AT = 9;
    private static final int NULL_STRING = 0xffff;

    private PublishFrame() {}

    /** Writes the header of a frame of a version; {@link #end} sets the fields that are not known yet. */
    public static void begin(ByteBuf out, int version) {
        out.writeInt(0);
        out.writeShort(CommandKey.PUBLISH.number());
        out.writeShort(version);
        out.writeByte(0);
        out.writeInt(0);
    }

    /**
     * Begins an entry of a frame of version 1.
     *
     * @return the index of its length, for {@link #endEntry}
     */
    public static int beginEntry(ByteBuf out, long publishingId) {
        out.writeLong(publishingId);
        return beginMessage(out);
    }

    /**
     * Begins an entry of a frame of version 2.
     *
     * @param filterValue null for none
     * @return the index of its length, for {@link #endEntry}
     * @throws IllegalArgumentException if the filter value is longer than a string can be, or is not valid Unicode
     */
    public static int beginFilteredEntry(ByteBuf out, long publishingId, @Nullable String filterValue) {
        out.writeLong(publishingId);
        Wire.writeNullableString(out, filterValue);
        return beginMessage(out);
    }

    /**
     * Begins a message of a batch.
     *
     * @return the index of its length, for {@link #endEntry}
     */
    public static int beginMessage(ByteBuf out) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        return lengthAt;
    }

    /**
     * Ends an entry: the bytes that were written since its beginning are its message.
     *
     * @return the length of the message
     */
    public static int endEntry(ByteBuf out, int lengthAt) {
        int length = out.writerIndex() - lengthAt - 4;
        out.setInt(lengthAt, length);
        return length;
    }

    /** The length in bytes of the entry at an index of a frame that starts at index 0, including the entry's header. */
    public static int entryLength(ByteBuf frame, int entry) {
        int lengthAt = lengthAt(frame, entry);
        return lengthAt + 4 + frame.getInt(lengthAt) - entry;
    }

    /** The length in bytes of the message in the entry at an index of a frame that starts at index 0. */
    public static int messageLength(ByteBuf frame, int entry) {
        return frame.getInt(lengthAt(frame, entry));
    }

    private static int lengthAt(ByteBuf frame, int entry) {
        int behindId = entry + 8;
        if (frame.getShort(VERSION_AT) != Publish.WITH_FILTER_VALUES) {
            return behindId;
        }
        int filterLength = frame.getUnsignedShort(behindId);
        return behindId + 2 + (filterLength == NULL_STRING ? 0 : filterLength);
    }

    /**
     * Begins a batch.
     *
     * @return its index, for {@link #endBatch}
     */
    public static int beginBatch(ByteBuf out) {
        int batch = out.writerIndex();
        out.writeZero(BATCH_HEADER_LENGTH);
        return batch;
    }

    /**
     * Ends a batch at an index: what was written since its beginning are its messages, which are not compressed.
     *
     * @param messages their number, 1 to {@link #MAX_BATCH_MESSAGES}
     */
    public static void endBatch(ByteBuf out, int batch, long publishingId, int messages) {
        Check.uint16("messages", messages);
        int size = out.writerIndex() - batch - BATCH_HEADER_LENGTH;
        out.setLong(batch, publishingId);
        out.setByte(batch + BATCH_TYPE_AT, BATCH);
        out.setShort(batch + BATCH_MESSAGES_AT, messages);
        out.setInt(batch + BATCH_PLAIN_SIZE_AT, size);
        out.setInt(batch + BATCH_SIZE_AT, size);
    }

    /**
     * Writes the batch at an index of another frame, in which it is not compressed, with compressed data.
     *
     * @param compression its code, 1 to 4
     * @param data the compressed bytes, from the beginning of the array
     */
    public static void writeCompressed(
            ByteBuf out, ByteBuf frame, int batch, int compression, byte[] data, int length) {
        out.writeBytes(frame, batch, BATCH_TYPE_AT);
        out.writeByte(BATCH | compression << COMPRESSION_SHIFT);
        out.writeBytes(frame, batch + BATCH_MESSAGES_AT, BATCH_SIZE_AT - BATCH_MESSAGES_AT);
        out.writeInt(length);
        out.writeBytes(data, 0, length);
    }

    /** The length in bytes of the batch at an index, including its header. */
    public static int batchLength(ByteBuf frame, int batch) {
        return BATCH_HEADER_LENGTH + frame.getInt(batch + BATCH_SIZE_AT);
    }

    /** The number of messages of the batch at an index. */
    public static int batchMessages(ByteBuf frame, int batch) {
        return frame.getUnsignedShort(batch + BATCH_MESSAGES_AT);
    }

    /**
     * Sets the size of a frame, its publisher and its number of messages. May be called again for another connection.
     */
    public static void end(ByteBuf frame, int start, int publisherId, int count) {
        Check.uint8("publisherId", publisherId);
        frame.setInt(start, frame.writerIndex() - start - 4);
        frame.setByte(start + PUBLISHER_ID_AT, publisherId);
        frame.setInt(start + COUNT_AT, count);
    }
}
