package io.rbfly.client.publish.frame;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames that are not sent yet: those that are full, and the one that messages are added to. What they hold is
 * bounded in memory. Guarded by the batch's lock.
 */
public final class FrameQueue {
    /** A window is filled by several frames, so that one can be on its way while another is confirmed. */
    private static final int FRAMES_IN_WINDOW = 4;

    /** Larger frames gain nothing, and make the broker wait for what is encoded already. */
    private static final int MAX_MESSAGES_IN_FRAME = 1000;

    private static final int MIN_SLOTS = 8;

    private final Timer timer;
    private final FrameBuffers buffers = new FrameBuffers();
    private final OutgoingFrame.Layout layout;
    private final int maxFrameMessages;
    private final long maxFrameBytes;
    private final long maxFrameAgeNanos;
    private final long maxMemory;
    private final ArrayDeque<OutgoingFrame> full = new ArrayDeque<>();
    private long fullMemory;
    private @Nullable OutgoingFrame open;
    private int frameLimit;
    private int capacity = OutgoingFrame.MIN_CAPACITY;
    private int expectedMessages = MIN_SLOTS;
    private long lastMessageBytes;

    public FrameQueue(PublisherOptions options, Timer timer) {
        this.timer = timer;
        this.layout = new OutgoingFrame.Layout(buffers, options.filterValue() == null ? 1 : Publish.WITH_FILTER_VALUES);
        this.maxFrameMessages =
                Math.max(1, Math.min(MAX_MESSAGES_IN_FRAME, options.maxUnconfirmed() / FRAMES_IN_WINDOW));
        this.maxFrameBytes = options.maxUnconfirmedBytes() / FRAMES_IN_WINDOW;
        this.maxFrameAgeNanos = ConfirmTimeout.periodNanos(options.confirmTimeout());
        this.maxMemory = options.maxPendingBytes();
    }

    /** Bounds the size of the frames from now on, in bytes. */
    public void frameLimit(int limit) {
        frameLimit = limit;
    }

    /**
     * Encodes a message behind the others, or throws and leaves all as it was.
     *
     * @param sequence the place of the message among all that were accepted
     * @return the bytes that the message takes in its frame
     */
    public int add(
            long id,
            long sequence,
            @Nullable String filterValue,
            MessageEncoding encoding,
            Object body,
            OutcomeListener outcome) {
        boolean added = false;
        try {
            int bytes = append(id, sequence, filterValue, encoding, body, outcome);
            added = true;
            return bytes;
        } catch (OutOfMemoryError e) {
            throw new PublisherFullException("no memory for a message: " + e.getMessage(), e);
        } finally {
            if (!added) {
                dropEmptyFrame();
            }
        }
    }

    /** Throws when the frames hold as much as they may. */
    public void requireMemory() {
        long held = fullMemory + (open == null ? 0 : open.memory());
        if (held >= maxMemory) {
            throw new PublisherFullException(
                    "messages that wait to be sent hold " + held + " bytes (expected: less than " + maxMemory
                            + "); await ready() before sending more",
                    null);
        }
    }

    private int append(
            long id,
            long sequence,
            @Nullable String filterValue,
            MessageEncoding encoding,
            Object body,
            OutcomeListener outcome) {
        OutgoingFrame frame = open;
        if (frame == null || isFull(frame)) {
            frame = open(sequence);
        }
        int length = frame.encode(id, filterValue, encoding, body);
        int bytes = frame.encodedLength();
        if (frame.size() > frameLimit) {
            frame = makeRoom(frame, length, sequence);
        }
        frame.keep(id, outcome);
        lastMessageBytes = bytes;
        return bytes;
    }

    /**
     * Whether the next message goes into a frame of its own. When one like the last would not fit, it is not tried: the
     * frame's memory would grow to twice the size for a message that then moves out.
     */
    private boolean isFull(OutgoingFrame frame) {
        return frame.slots().count() == maxFrameMessages
                || frame.messageBytes() >= maxFrameBytes
                || frame.size() + lastMessageBytes > frameLimit
                || maxFrameAgeNanos > 0 && timer.nanoTime() - frame.openedNanos() >= maxFrameAgeNanos;
    }

    /** The message does not fit behind the others: it opens the next frame, if it fits there. */
    private OutgoingFrame makeRoom(OutgoingFrame frame, int length, long sequence) {
        int limit = frameLimit - (PublishFrame.HEADER_LENGTH - 4) - (frame.encodedLength() - length);
        if (length > limit) {
            frame.dropEncoded();
            throw new MessageTooLargeException(length, limit);
        }
        int encoded = frame.encodedLength();
        expect(frame.size() - encoded, frame.slots().count());
        OutgoingFrame fresh = new OutgoingFrame(
                layout, Math.max(capacity, 2 * encoded), expectedMessages, sequence, timer.nanoTime());
        frame.moveEncoded(fresh);
        enqueue(frame);
        open = fresh;
        return fresh;
    }

    private OutgoingFrame open(long sequence) {
        if (open != null) {
            enqueue(open);
        }
        OutgoingFrame fresh = new OutgoingFrame(layout, capacity, expectedMessages, sequence, timer.nanoTime());
        open = fresh;
        return fresh;
    }

    private void enqueue(OutgoingFrame frame) {
        open = null;
        full.add(frame);
        fullMemory += frame.memory();
        expect(frame.size(), frame.slots().count());
    }

    /** The next frame begins with the size of the last, and a little more for messages that are a little longer. */
    private void expect(int size, int messages) {
        expectedMessages = Math.max(MIN_SLOTS, messages);
        capacity = (int) Math.max(OutgoingFrame.MIN_CAPACITY, Math.min(size + size / 8L + 4, maxMemory / 8));
    }

    /** A frame that was opened for a message which then failed is not left lying about. */
    private void dropEmptyFrame() {
        if (open != null && open.slots().count() == 0) {
            open.release();
            open = null;
        }
    }

    /** Whether there are frames to which no message is added any more. */
    public boolean hasFull() {
        return !full.isEmpty();
    }

    /** Messages of the frame that is added to. */
    public int inOpen() {
        return open == null ? 0 : open.slots().count();
    }

    /** The frame that is to be sent next, null when there is none. */
    @Nullable
    public OutgoingFrame first() {
        return full.isEmpty() ? open : full.peek();
    }

    /** Keeps no memory for frames that will not come. */
    public void close() {
        buffers.close();
    }

    /** Takes the first frame out; there is one. */
    public OutgoingFrame take() {
        OutgoingFrame first = full.poll();
        if (first != null) {
            fullMemory -= first.memory();
        } else {
            first = Objects.requireNonNull(open);
            open = null;
            expect(first.size(), first.slots().count());
        }
        first.trim();
        return first;
    }
}
