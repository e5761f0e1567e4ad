package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;

/**
 * The layout of a frame of messages, written message by message straight into a buffer: the way of a client that sends
 * many. See {@link io.rbfly.protocol.command.Publish} for the layout.
 *
 * <pre>
 *   {@code int start = out.writerIndex();
 *   PublishFrame.begin(out);
 *   int entry = PublishFrame.beginEntry(out, publishingId);
 *   ... the message ...
 *   PublishFrame.endEntry(out, entry);
 *   PublishFrame.end(out, start, publisherId, count);}
 * </pre>
 */
public final class PublishFrame {
    /** Bytes of a frame before its first entry, the size field included. */
    public static final int HEADER_LENGTH = 13;

    /** Bytes of an entry before its message. */
    public static final int ENTRY_HEADER_LENGTH = 12;

    private static final int VERSION = 1;
    private static final int PUBLISHER_ID_AT = 8;
    private static final int COUNT_AT = 9;

    private PublishFrame() {}

    /** Writes the header; {@link #end} sets what is not known yet. */
    public static void begin(ByteBuf out) {
        out.writeInt(0);
        out.writeShort(CommandKey.PUBLISH.number());
        out.writeShort(VERSION);
        out.writeByte(0);
        out.writeInt(0);
    }

    /**
     * Begins an entry.
     *
     * @return where it begins, for {@link #endEntry}
     */
    public static int beginEntry(ByteBuf out, long publishingId) {
        int start = out.writerIndex();
        out.writeLong(publishingId);
        out.writeInt(0);
        return start;
    }

    /**
     * Ends an entry: what was written since {@link #beginEntry} is its message.
     *
     * @return the length of the message
     */
    public static int endEntry(ByteBuf out, int start) {
        int length = out.writerIndex() - start - ENTRY_HEADER_LENGTH;
        out.setInt(start + 8, length);
        return length;
    }

    /** Sets the size of a frame, its publisher and its count of messages. May be called again for another connection. */
    public static void end(ByteBuf frame, int start, int publisherId, int count) {
        Check.uint8("publisherId", publisherId);
        frame.setInt(start, frame.writerIndex() - start - 4);
        frame.setByte(start + PUBLISHER_ID_AT, publisherId);
        frame.setInt(start + COUNT_AT, count);
    }
}
