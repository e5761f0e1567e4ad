package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One frame of messages, from its first message to the outcome of its last. Messages are encoded straight into its
 * buffer, and the same buffer is sent again after a reconnect, so nothing of a message is kept but its encoded form.
 *
 * <p>A frame belongs to one thread at a time: to whoever holds the lock of its
 * {@link io.rbfly.client.publish.OutgoingBatch} while it is filled, to the event loop after that.
 */
public final class OutgoingFrame {
    /** Where the buffer of a frame grows from at least. */
    static final int MIN_CAPACITY = 256;

    /** What a message takes beside its bytes, at most: its future, its slot, whoever waits for room. */
    static final int MESSAGE_OVERHEAD = 64;

    private static final int WORTH_TRIMMING = 1 << 16;
    private static final int SIZE_FIELD = 4;

    private final Layout layout;
    private final long firstSequence;
    private final long openedNanos;
    private final MessageSlots slots;
    private ByteBuf buffer;
    /** Where the messages that were kept end. */
    private int end;

    /**
     * What all frames of a publisher have in common.
     *
     * @param buffers where their buffers come from
     * @param version of the Publish command
     */
    record Layout(FrameBuffers buffers, int version) {}

    /**
     * An empty frame.
     *
     * @param expectedMessages how many there will be, about
     * @param firstSequence the place of its first message among all that were accepted
     * @param openedNanos now
     */
    OutgoingFrame(Layout layout, int initialCapacity, int expectedMessages, long firstSequence, long openedNanos) {
        this.layout = layout;
        this.slots = new MessageSlots(expectedMessages);
        this.firstSequence = firstSequence;
        this.openedNanos = openedNanos;
        this.buffer = layout.buffers.take(initialCapacity);
        PublishFrame.begin(buffer, layout.version);
        this.end = buffer.writerIndex();
    }

    /**
     * Encodes a message behind the others. It is not part of the frame until {@link #keep}. When this fails, the frame
     * is as it was.
     *
     * @return the length of the message
     */
    int encode(long id, @Nullable String filterValue, MessageEncoding encoding, Object body) {
        boolean encoded = false;
        try {
            int lengthAt = layout.version == 1
                    ? PublishFrame.beginEntry(buffer, id)
                    : PublishFrame.beginFilteredEntry(buffer, id, filterValue);
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

    /** Bytes of the entry that was encoded and not kept. */
    int encodedLength() {
        return buffer.writerIndex() - end;
    }

    /** Makes the encoded message part of the frame. */
    void keep(long id, OutcomeListener outcome) {
        slots.add(id, outcome);
        end = buffer.writerIndex();
    }

    /** Takes the encoded message back out. */
    void dropEncoded() {
        buffer.writerIndex(end);
        trim();
    }

    /** Moves the encoded message to a fresh frame. */
    void moveEncoded(OutgoingFrame fresh) {
        fresh.buffer.writeBytes(buffer, end, encodedLength());
        buffer.writerIndex(end);
    }

    /** Gives memory back when much more was allocated than is used. */
    void trim() {
        if (buffer.capacity() - end > Math.max(end, WORTH_TRIMMING)) {
            ByteBuf fitting = layout.buffers.take(end);
            fitting.writeBytes(buffer, 0, end);
            layout.buffers.giveBack(buffer);
            buffer = fitting;
        }
    }

    /** The messages. */
    public MessageSlots slots() {
        return slots;
    }

    /** Size of the frame in bytes, its size field not counted. */
    public int size() {
        return buffer.writerIndex() - SIZE_FIELD;
    }

    /** Bytes of the messages. */
    public int messageBytes() {
        return end - PublishFrame.HEADER_LENGTH;
    }

    /** Bytes of memory that the frame holds, about. */
    long memory() {
        return buffer.capacity() + (long) slots.count() * MESSAGE_OVERHEAD;
    }

    /** When the frame was opened: none of its messages is older. */
    public long openedNanos() {
        return openedNanos;
    }

    /** The place of the first message among all that were accepted. */
    public long firstSequence() {
        return firstSequence;
    }

    /** The place of the first message without an outcome among all that were accepted; there is one. */
    long firstUnsettled() {
        return firstSequence + slots.firstUnsettled();
    }

    /** Takes the outcomes of messages out that do not fit a frame of a size any more. */
    void settleTooLarge(int limit, BiConsumer<OutcomeListener, MessageTooLargeException> each) {
        if (size() <= limit) {
            return;
        }
        int room = limit - (PublishFrame.HEADER_LENGTH - SIZE_FIELD);
        int entry = PublishFrame.HEADER_LENGTH;
        for (int i = 0; i < slots.count(); i++) {
            int length = PublishFrame.entryLength(buffer, entry);
            OutcomeListener outcome = length > room ? slots.settleAt(i) : null;
            if (outcome != null) {
                int message = PublishFrame.messageLength(buffer, entry);
                each.accept(outcome, new MessageTooLargeException(message, room - (length - message)));
            }
            entry += length;
        }
    }

    /**
     * Hands out the bytes to be sent under a publisher id: all messages as long as none has its outcome, else those
     * that have none, in as many frames of at most this size as it takes. The receiver releases them.
     */
    public void write(int publisherId, int limit, Consumer<ByteBuf> out) {
        if (slots.unsettled() == slots.count() && size() <= limit) {
            PublishFrame.end(buffer, 0, publisherId, slots.count());
            out.accept(buffer.retainedDuplicate());
            return;
        }
        ByteBuf part = null;
        int messages = 0;
        int entry = PublishFrame.HEADER_LENGTH;
        for (int i = 0; i < slots.count(); i++) {
            int length = PublishFrame.entryLength(buffer, entry);
            if (slots.isUnsettled(i)) {
                if (part != null && part.writerIndex() - SIZE_FIELD + length > limit) {
                    out.accept(end(part, publisherId, messages));
                    part = null;
                }
                if (part == null) {
                    part = layout.buffers.take(Math.min(size(), limit) + SIZE_FIELD);
                    PublishFrame.begin(part, layout.version);
                    messages = 0;
                }
                part.writeBytes(buffer, entry, length);
                messages++;
            }
            entry += length;
        }
        if (part != null) {
            out.accept(end(part, publisherId, messages));
        }
    }

    private static ByteBuf end(ByteBuf part, int publisherId, int messages) {
        PublishFrame.end(part, 0, publisherId, messages);
        return part;
    }

    public void release() {
        layout.buffers.giveBack(buffer);
    }
}
