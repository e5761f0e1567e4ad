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
 * In version 2, each entry starts with {@link #beginFilteredEntry}.
 */
public final class PublishFrame {
    /** Bytes of a frame before its first entry, including the size field. */
    public static final int HEADER_LENGTH = 13;

    /** Bytes of an entry before its message, in version 1. */
    public static final int ENTRY_HEADER_LENGTH = 12;

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

    private static int beginMessage(ByteBuf out) {
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
     * Sets the size of a frame, its publisher and its number of messages. May be called again for another connection.
     */
    public static void end(ByteBuf frame, int start, int publisherId, int count) {
        Check.uint8("publisherId", publisherId);
        frame.setInt(start, frame.writerIndex() - start - 4);
        frame.setByte(start + PUBLISHER_ID_AT, publisherId);
        frame.setInt(start + COUNT_AT, count);
    }
}
