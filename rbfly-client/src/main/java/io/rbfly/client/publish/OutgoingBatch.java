package io.rbfly.client.publish;

import io.netty.buffer.ByteBufAllocator;
import io.rbfly.client.api.MessageTooLargeException;
import io.rbfly.client.api.StreamException;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What was accepted and is not sent yet: the one place where senders in any thread and the event loop meet.
 *
 * <p>The order of messages, and with it their publishing ids, is fixed here, under a lock that is held while one message is
 * encoded. So a sender pays for encoding its own message, a message is not copied on its way into the frame, and two
 * threads that share a named publisher cannot overtake each other, at which the broker would drop messages. The loop takes
 * the lock once for each frame.
 */
final class OutgoingBatch {
    /** Where the frame grows from; the next one begins with the size of the last. */
    private static final int SMALLEST_CAPACITY = 256;

    /** A window of messages is filled by several frames, so that one can be on its way while another is confirmed. */
    private static final int FRAMES_IN_WINDOW = 4;

    private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private final Runnable schedule;
    private final int maxMessages;
    private final int maxFrameMessages;
    private final ArrayDeque<OutgoingFrame> full = new ArrayDeque<>();
    private @Nullable OutgoingFrame open;
    private @Nullable StreamException ended;
    private boolean scheduled;
    private int frameLimit;
    private int capacity = SMALLEST_CAPACITY;
    private long nextId = 1;
    private int unsettled;
    private @Nullable CompletableFuture<Void> room;

    /**
     * An empty batch.
     *
     * @param schedule called when there is something to send, once until {@link #poll} has found nothing more
     * @param maxMessages messages without outcome at which there is no more room
     */
    OutgoingBatch(Runnable schedule, int maxMessages) {
        this.schedule = schedule;
        this.maxMessages = maxMessages;
        this.maxFrameMessages = Math.max(1, maxMessages / FRAMES_IN_WINDOW);
    }

    /** Gives the next message this publishing id. */
    synchronized void nextId(long id) {
        nextId = id;
    }

    /** Bounds the size of the frames that are opened from now on, in bytes. */
    synchronized void frameLimit(int limit) {
        frameLimit = limit;
    }

    /** Encodes a message and gives it its place. */
    CompletableFuture<Long> add(Object body) {
        CompletableFuture<Long> future;
        synchronized (this) {
            if (ended != null) {
                return CompletableFuture.failedFuture(ended);
            }
            try {
                future = append(body);
            } catch (RuntimeException e) {
                dropEmptyFrame();
                return CompletableFuture.failedFuture(e);
            }
            nextId++;
            unsettled++;
            if (scheduled) {
                return future;
            }
            scheduled = true;
        }
        schedule.run();
        return future;
    }

    private CompletableFuture<Long> append(Object body) {
        OutgoingFrame frame = open;
        if (frame == null || frame.count() == maxFrameMessages) {
            frame = openFrame();
        }
        int length = frame.encode(body);
        if (frame.size() > frameLimit) {
            frame = makeRoom(frame, length);
        }
        return frame.keep();
    }

    /** The message does not fit behind the others: it opens the next frame, if it fits there. */
    private OutgoingFrame makeRoom(OutgoingFrame frame, int length) {
        int limit = frameLimit - (PublishFrame.HEADER_LENGTH - 4) - PublishFrame.ENTRY_HEADER_LENGTH;
        if (length > limit) {
            frame.dropEncoded(length);
            throw new MessageTooLargeException(length, limit);
        }
        OutgoingFrame fresh = openFrame();
        frame.moveEncoded(length, fresh);
        return fresh;
    }

    /** A frame that was opened for a message which then failed is not left lying about. */
    private void dropEmptyFrame() {
        if (open != null && open.count() == 0) {
            open.release();
            open = null;
        }
    }

    private OutgoingFrame openFrame() {
        if (open != null) {
            full.add(open);
            capacity = Math.max(SMALLEST_CAPACITY, open.size() + 4);
        }
        OutgoingFrame frame = new OutgoingFrame(allocator, capacity, nextId);
        open = frame;
        return frame;
    }

    /**
     * Takes the next frame of at most so many messages.
     *
     * @return null when there is none; without any message left, the next one schedules again
     */
    synchronized @Nullable OutgoingFrame poll(int mostMessages) {
        OutgoingFrame next = full.peek();
        if (next != null) {
            return next.count() <= mostMessages ? full.poll() : null;
        }
        if (open == null || open.count() == 0) {
            scheduled = false;
            return null;
        }
        if (open.count() > mostMessages) {
            return null;
        }
        next = open;
        open = null;
        capacity = Math.max(SMALLEST_CAPACITY, next.size() + 4);
        return next;
    }

    /** Messages whose outcome is open, sent or not. */
    synchronized int unsettled() {
        return unsettled;
    }

    /** Notes that so many messages have their outcome. */
    void settled(int messages) {
        CompletableFuture<Void> waiting = null;
        synchronized (this) {
            unsettled -= messages;
            if (room != null && unsettled < maxMessages) {
                waiting = room;
                room = null;
            }
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** A future of room for more messages. */
    synchronized CompletableFuture<Void> room() {
        if (ended != null) {
            return CompletableFuture.failedFuture(ended);
        }
        if (unsettled < maxMessages) {
            return CompletableFuture.completedFuture(null);
        }
        if (room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Takes all frames that were not sent, and leaves none. */
    synchronized List<OutgoingFrame> drain() {
        List<OutgoingFrame> left = new ArrayList<>(full);
        if (open != null) {
            left.add(open);
        }
        full.clear();
        open = null;
        return left;
    }

    /** Accepts no more messages; what was accepted stays. */
    void end(StreamException cause) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (ended == null) {
                ended = cause;
            }
            waiting = room;
            room = null;
        }
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
    }
}
