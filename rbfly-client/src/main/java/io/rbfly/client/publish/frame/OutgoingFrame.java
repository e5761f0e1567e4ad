package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.publish.outcome.OutcomeConsumer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A frame of messages, from its first message to the outcome of its last one. Messages are encoded directly into its
 * buffer, and the same buffer is sent again after a reconnect, so only the encoded form of a message is kept.
 *
 * <p>A frame belongs to one thread at a time: while it is filled, to the thread that holds the lock of its
 * {@link io.rbfly.client.publish.OutgoingBatch}; after that, to the event loop.
 */
public abstract class OutgoingFrame {
    /** The minimum initial capacity of the buffer. */
    static final int MIN_CAPACITY = 256;

    /** The maximum memory of a message in addition to its bytes: its future, its slot, a future for room. */
    static final int MESSAGE_OVERHEAD = 64;

    private static final int WORTH_TRIMMING = 1 << 16;
    private static final int SIZE_FIELD = 4;

    private final int version;
    private final long firstSequence;
    private final long openedNanos;
    private final MessageSlots slots;
    private FrameBuffers buffers;
    private ByteBuf buffer;
    /** The end of the messages that are part of the frame. */
    private int end;

    /**
     * Creates an empty frame.
     *
     * @param buffers provides its buffer
     * @param version of the Publish command
     * @param expectedMessages the approximate number of messages
     * @param firstSequence the position of its first message among all accepted ones
     * @param openedNanos the current time
     */
    OutgoingFrame(
            FrameBuffers buffers,
            int version,
            int initialCapacity,
            int expectedMessages,
            long firstSequence,
            long openedNanos) {
        this.buffers = buffers;
        this.version = version;
        this.slots = new MessageSlots(expectedMessages);
        this.firstSequence = firstSequence;
        this.openedNanos = openedNanos;
        this.buffer = buffers.take(initialCapacity);
        PublishFrame.begin(buffer, version);
        this.end = buffer.writerIndex();
    }

    /**
     * Encodes a message after the others. It is not part of the frame until {@link #keep}. If this throws, the frame
     * has not changed.
     *
     * @return the length of the message
     */
    final int encode(long id, @Nullable String filterValue, MessageEncoding encoding, Object body) {
        boolean encoded = false;
        try {
            int lengthAt = beginMessage(buffer, id, filterValue);
            encoding.write(body, buffer);
            int length = PublishFrame.endEntry(buffer, lengthAt);
            encoded = true;
            return length;
        } finally {
            if (!encoded) {
                dropEncoded();
            }
        }
    }

    /** Writes what is before a message; returns the index of its length. */
    abstract int beginMessage(ByteBuf out, long id, @Nullable String filterValue);

    /** The bytes of the message that was encoded and is not part of the frame, with those that belong to it. */
    abstract int encodedLength();

    /** The bytes of a frame with only that message, without the frame's header. */
    abstract int lengthAlone();

    /** Makes the encoded message part of the frame. */
    void keep(long id, OutcomeListener outcome) {
        slots.add(id, outcome);
        end = buffer.writerIndex();
    }

    /** No further message is added. */
    void close() {}

    /** It leaves the queue. */
    void taken() {
        trim();
    }

    /** Removes the encoded message. */
    final void dropEncoded() {
        buffer.writerIndex(end);
        trim();
    }

    /** Moves the encoded message to a new frame of the same kind. */
    final void moveEncoded(OutgoingFrame fresh) {
        fresh.takeEncoded(buffer, encodedLength());
        buffer.writerIndex(end);
    }

    /** Appends the encoded message of another frame, which has a length at the end of its buffer. */
    abstract void takeEncoded(ByteBuf from, int length);

    /** Releases memory if much more was allocated than is used. */
    final void trim() {
        if (buffer.capacity() - end > Math.max(end, WORTH_TRIMMING)) {
            ByteBuf fitting = buffers.take(end);
            fitting.writeBytes(buffer, 0, end);
            buffers.giveBack(buffer);
            buffer = fitting;
        }
    }

    /** Replaces the buffer by one with the same entries in another form. */
    final void replace(ByteBuf other, FrameBuffers from) {
        buffers.giveBack(buffer);
        buffers = from;
        buffer = other;
        end = other.writerIndex();
    }

    final ByteBuf buffer() {
        return buffer;
    }

    /** The end of the messages that are part of the frame. */
    final int end() {
        return end;
    }

    /** The messages. */
    public final MessageSlots slots() {
        return slots;
    }

    /** The size of the frame in bytes, without its size field. */
    public final int size() {
        return buffer.writerIndex() - SIZE_FIELD;
    }

    /** The bytes of the messages, which count for the window. */
    public abstract int messageBytes();

    /** The approximate memory of the frame, in bytes. */
    final long memory() {
        return buffer.capacity() + (long) slots.count() * MESSAGE_OVERHEAD;
    }

    /** The time at which the frame was opened: none of its messages is older. */
    public final long openedNanos() {
        return openedNanos;
    }

    /** The position of the first message among all accepted ones. */
    public final long firstSequence() {
        return firstSequence;
    }

    /** The position of the first message without an outcome among all accepted ones; there must be one. */
    final long firstUnsettled() {
        return firstSequence + slots.firstUnsettled();
    }

    /** The number of entries, each of which has an id for the broker. */
    abstract int entries();

    /** The length in bytes of the entry at an index. */
    abstract int entryLength(ByteBuf frame, int entry);

    /** The number of messages of the entry at an index. */
    abstract int entryMessages(ByteBuf frame, int entry);

    /**
     * Removes the listeners of an entry's messages.
     *
     * @return the number of messages that had none before; zero if there is no such entry
     */
    abstract int settle(long id, OutcomeConsumer each);

    /** Removes the listeners of messages that no longer fit into a frame of a size. */
    final void settleTooLarge(int limit, BiConsumer<OutcomeListener, MessageTooLargeException> each) {
        if (size() <= limit) {
            return;
        }
        int room = limit - (PublishFrame.HEADER_LENGTH - SIZE_FIELD);
        int entry = PublishFrame.HEADER_LENGTH;
        for (int first = 0; first < slots.count(); ) {
            int length = entryLength(buffer, entry);
            int messages = entryMessages(buffer, entry);
            for (int i = first; length > room && i < first + messages; i++) {
                OutcomeListener outcome = slots.settleAt(i);
                if (outcome != null) {
                    each.accept(outcome, tooLarge(buffer, entry, length, room));
                }
            }
            first += messages;
            entry += length;
        }
    }

    /** The exception for the messages of an entry that is larger than the room. */
    abstract MessageTooLargeException tooLarge(ByteBuf frame, int entry, int length, int room);

    /**
     * Passes on the bytes to send under a publisher id: all messages if none has an outcome, otherwise those without
     * one, in as many frames of at most this size as needed. The receiver releases them.
     */
    public final void write(int publisherId, int limit, Consumer<ByteBuf> out) {
        if (slots.unsettled() == slots.count() && size() <= limit) {
            PublishFrame.end(buffer, 0, publisherId, entries());
            out.accept(buffer.retainedDuplicate());
            return;
        }
        ByteBuf part = null;
        int entries = 0;
        int entry = PublishFrame.HEADER_LENGTH;
        for (int first = 0; first < slots.count(); ) {
            int length = entryLength(buffer, entry);
            if (slots.isUnsettled(first)) {
                if (part != null && part.writerIndex() - SIZE_FIELD + length > limit) {
                    out.accept(end(part, publisherId, entries));
                    part = null;
                }
                if (part == null) {
                    part = buffers.take(Math.min(size(), limit) + SIZE_FIELD);
                    PublishFrame.begin(part, version);
                    entries = 0;
                }
                part.writeBytes(buffer, entry, length);
                entries++;
            }
            first += entryMessages(buffer, entry);
            entry += length;
        }
        if (part != null) {
            out.accept(end(part, publisherId, entries));
        }
    }

    private static ByteBuf end(ByteBuf part, int publisherId, int entries) {
        PublishFrame.end(part, 0, publisherId, entries);
        return part;
    }

    public final void release() {
        buffers.giveBack(buffer);
    }
}
