package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.budget.Share;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames that are not sent: the full ones, and the open one, to which messages are added. Their memory is limited.
 * Guarded by the lock of the batch.
 */
public final class FrameQueue {
    /** The minimum number of frames in a full window, so that one can be sent while another is being confirmed. */
    private static final int FRAMES_IN_WINDOW = 4;

    /**
     * The maximum number of messages in a frame. Larger frames bring no benefit, and keep encoded messages from the
     * broker.
     */
    private static final int MAX_MESSAGES_IN_FRAME = 1000;

    private static final int MIN_SLOTS = 8;

    private final Timer timer;
    private final FrameBuffers buffers;
    /** For frames that are filled: the same, unless they are compressed. */
    private final FrameBuffers filled;

    private final @Nullable Batching batching;
    private final int version;
    private final boolean compressing;
    private final int maxFrameMessages;
    private final long maxFrameBytes;
    private final long maxWindowBytes;
    private final long maxFrameAgeNanos;
    private final long maxMemory;
    /** The share of a budget that limits the memory in place of the maximum; null if there is none. */
    private final @Nullable Share share;

    private final ArrayDeque<OutgoingFrame> full = new ArrayDeque<>();
    /** Those of the full frames that are to be compressed: the last ones, except for one that is being compressed. */
    private final ArrayDeque<BatchFrame> unsealed = new ArrayDeque<>();

    private long fullMemory;
    private @Nullable OutgoingFrame open;
    private int frameLimit;
    private int capacity = OutgoingFrame.MIN_CAPACITY;
    private int expectedMessages = MIN_SLOTS;
    private long lastMessageBytes;

    public FrameQueue(PublisherOptions options, ByteBufAllocator memory, Timer timer) {
        this(options, memory, timer, null);
    }

    /** Creates an empty queue, whose memory is limited by a share of a budget if there is one. */
    public FrameQueue(PublisherOptions options, ByteBufAllocator memory, Timer timer, @Nullable Share share) {
        this.share = share;
        this.buffers = FrameBuffers.direct(memory);
        this.timer = timer;
        this.batching = options.batching();
        this.compressing = batching != null && batching.compression() != Compression.NONE;
        this.filled = compressing ? FrameBuffers.arrays(memory) : buffers;
        this.version = options.filterValue() == null ? 1 : Publish.WITH_FILTER_VALUES;
        this.maxFrameMessages = maxFrameMessages(options.maxUnconfirmed(), batching);
        this.maxWindowBytes = options.maxUnconfirmedBytes();
        this.maxFrameBytes = maxWindowBytes / FRAMES_IN_WINDOW;
        this.maxFrameAgeNanos = ConfirmTimeout.periodNanos(options.confirmTimeout());
        this.maxMemory = options.maxPendingBytes();
    }

    private static int maxFrameMessages(int maxUnconfirmed, @Nullable Batching batching) {
        int most = Math.max(1, Math.min(MAX_MESSAGES_IN_FRAME, maxUnconfirmed / FRAMES_IN_WINDOW));
        if (batching == null) {
            return most;
        }
        int batch = batching.maxMessages();
        return Math.min(maxUnconfirmed, Math.max(batch, most - most % batch)); // a frame must fit into the window
    }

    /** Limits the size of frames from now on, in bytes. */
    public void frameLimit(int limit) {
        frameLimit = limit;
    }

    /**
     * Encodes a message after the others; if it throws, nothing has changed.
     *
     * @param sequence the position of the message among all accepted ones
     * @return the bytes of the message in its frame
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

    /** Throws if the frames use the maximum memory. */
    public void requireMemory() {
        long held = memory();
        if (share == null ? held >= maxMemory : !share.reachNow(0, held + 1)) {
            throw new PublisherFullException(
                    "messages that wait to be sent hold " + held + " bytes (expected: less than "
                            + (share == null ? maxMemory : "what is left of the limit of all partitions")
                            + "); await ready() before sending more",
                    null);
        }
    }

    private long memory() {
        return fullMemory + (open == null ? 0 : open.memory());
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
        if (frame.size() > frameLimit || exceedsWindow(frame, bytes)) {
            frame = makeRoom(frame, length, sequence);
        }
        frame.keep(id, outcome);
        lastMessageBytes = bytes;
        return bytes;
    }

    /**
     * Whether the next message needs a new frame. If a message like the last one would not fit, adding it is not tried:
     * the memory of the frame would double for a message that is then moved.
     */
    private boolean isFull(OutgoingFrame frame) {
        return frame.slots().count() == maxFrameMessages
                || frame.messageBytes() >= maxFrameBytes
                || frame.size() + lastMessageBytes > frameLimit
                || maxFrameAgeNanos > 0 && timer.nanoTime() - frame.openedNanos() >= maxFrameAgeNanos;
    }

    /** Whether a message must not be in a frame with others: together they do not fit into the window. */
    private boolean exceedsWindow(OutgoingFrame frame, int bytes) {
        return frame.slots().count() > 0 && (long) frame.messageBytes() + bytes > maxWindowBytes;
    }

    /** Opens the next frame for a message that does not fit after the others, if it fits there. */
    private OutgoingFrame makeRoom(OutgoingFrame frame, int length, long sequence) {
        int limit = frameLimit - (PublishFrame.HEADER_LENGTH - 4) - (frame.lengthAlone() - length);
        if (length > limit) {
            frame.dropEncoded();
            throw new MessageTooLargeException(length, limit);
        }
        int encoded = frame.encodedLength();
        expect(frame.size() - encoded, frame.slots().count());
        OutgoingFrame fresh = newFrame(Math.max(capacity, 2 * encoded), sequence);
        frame.moveEncoded(fresh);
        enqueue(frame);
        open = fresh;
        return fresh;
    }

    private OutgoingFrame open(long sequence) {
        if (open != null) {
            enqueue(open);
        }
        OutgoingFrame fresh = newFrame(capacity, sequence);
        open = fresh;
        return fresh;
    }

    private OutgoingFrame newFrame(int initialCapacity, long sequence) {
        long now = timer.nanoTime();
        return batching == null
                ? new MessageFrame(filled, version, initialCapacity, expectedMessages, sequence, now)
                : new BatchFrame(
                        filled, batching.maxMessages(), !compressing, initialCapacity, expectedMessages, sequence, now);
    }

    private void enqueue(OutgoingFrame frame) {
        open = null;
        frame.close();
        full.add(frame);
        fullMemory += frame.memory();
        if (frame instanceof BatchFrame batches && !batches.isSealed()) {
            unsealed.add(batches);
        }
        expect(frame.size(), frame.slots().count());
    }

    /** Predicts the size of the next frame: that of the last one, and a little more for slightly longer messages. */
    private void expect(int size, int messages) {
        expectedMessages = Math.max(MIN_SLOTS, messages);
        capacity = (int) Math.max(OutgoingFrame.MIN_CAPACITY, Math.min(size + size / 8L + 4, maxMemory / 8));
    }

    /** Removes a frame that was opened for a message that then failed. */
    private void dropEmptyFrame() {
        if (open != null && open.slots().count() == 0) {
            open.release();
            open = null;
        }
    }

    /** Whether there are full frames. */
    public boolean hasFull() {
        return !full.isEmpty();
    }

    /** The number of messages in the open frame. */
    public int inOpen() {
        return open == null ? 0 : open.slots().count();
    }

    /** The next frame to send, null if there is none. */
    @Nullable
    public OutgoingFrame first() {
        return full.isEmpty() ? open : full.peek();
    }

    /** Releases the memory that is kept for further frames. */
    public void close() {
        buffers.close();
        filled.close();
    }

    /** Whether messages are sent in batches. */
    public boolean isBatching() {
        return batching != null;
    }

    /** Closes the open frame, which is then full; there must be one. */
    public void closeOpen() {
        enqueue(Objects.requireNonNull(open));
    }

    /** Whether there are full frames that are to be compressed, except for one that is being compressed. */
    public boolean hasUnsealed() {
        return !unsealed.isEmpty();
    }

    /** Whether the first frame can be sent as it is. */
    public boolean isSealed() {
        return !(first() instanceof BatchFrame batches) || batches.isSealed();
    }

    /**
     * A frame that is being compressed, without the lock. The frame itself may be removed meanwhile, so this retains
     * its buffer.
     */
    public static final class Sealing {
        private final BatchFrame frame;
        private final ByteBuf plain;
        private final int end;
        private @Nullable ByteBuf compressed;

        private Sealing(BatchFrame frame) {
            this.frame = frame;
            this.plain = frame.buffer().retain();
            this.end = frame.end();
        }
    }

    /** Begins to compress the next frame; null if there is none. */
    @Nullable
    public Sealing beginSealing() {
        BatchFrame frame = unsealed.poll();
        return frame == null ? null : new Sealing(frame);
    }

    /** Compresses. The only method that is called without the lock. */
    public void compress(Sealing sealing, BatchCompressor compressor) {
        sealing.compressed = compressor.compress(sealing.plain, sealing.end, buffers);
    }

    /** Ends compressing: the frame can be sent, unless it was removed. */
    public void endSealing(Sealing sealing) {
        sealing.plain.release();
        ByteBuf compressed = sealing.compressed;
        if (!sealing.frame.isTaken()) {
            seal(sealing.frame, compressed);
        } else if (compressed != null) {
            buffers.giveBack(compressed);
        }
    }

    /** Lets all full frames be sent without compression. */
    public void sealPlain() {
        for (BatchFrame frame = unsealed.poll(); frame != null; frame = unsealed.poll()) {
            seal(frame, null);
        }
    }

    private void seal(BatchFrame frame, @Nullable ByteBuf compressed) {
        fullMemory -= frame.memory();
        frame.seal(compressed, buffers);
        fullMemory += frame.memory();
    }

    /** Removes the first frame; there must be one. */
    public OutgoingFrame take() {
        OutgoingFrame first = full.poll();
        if (first != null) {
            fullMemory -= first.memory();
            if (first == unsealed.peek()) {
                unsealed.remove();
            }
        } else {
            first = Objects.requireNonNull(open);
            open = null;
            first.close();
            expect(first.size(), first.slots().count());
        }
        first.taken();
        if (share != null) {
            share.lower(0, memory());
        }
        return first;
    }
}
