package io.rbfly.client.publish;

import io.netty.buffer.ByteBufAllocator;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.BatchCompressor;
import io.rbfly.client.publish.frame.FrameQueue;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.client.publish.outcome.SharedOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are accepted and not sent: the only state that is shared by sending threads and the event loop.
 *
 * <p>The order of messages, and with it their publishing ids, is determined here, under a lock that is held while one
 * message is encoded. So each thread encodes its own messages, a message is not copied on its way into the frame, and
 * two threads that share a named publisher cannot overtake each other, which would make the broker drop messages. The
 * event loop acquires the lock once per frame.
 *
 * <p>The size of frames adapts to the load. A frame is sent immediately if no message is unconfirmed. Otherwise it is
 * sent when it contains twice as many messages as are unconfirmed, when it is full, when a confirm changes either
 * condition, or when it has waited for the maximum time. So a single message never waits, a few wait briefly, and load
 * fills frames, which reduces the number of frames for broker and client.
 */
public final class OutgoingBatch {
    /**
     * The messages that a frame needs for each unconfirmed one. With one, at 10,000 messages a second, there are so
     * many frames that the broker cannot keep up, and the median time to the reader is twice as long.
     */
    private static final long GROWTH = 2;

    private final Runnable schedule;
    private final FrameWait wait;
    private final FrameQueue frames;
    private final PublishingIds ids = new PublishingIds();
    private final AcceptedWindow accepted;
    private final BooleanSupplier onLoop;
    /** Compresses frames, null if they are sent as they are. */
    private final @Nullable FrameSealer sealer;

    private SharedOutcome group;
    private @Nullable StreamException ended;
    private boolean scheduled;

    /**
     * Creates an empty batch.
     *
     * @param onLoop returns whether the calling thread is the event loop, which must not wait for futures of the batch
     * @param schedule called when a frame is to be sent or starts to wait; once until {@link #poll} has found no other
     *     frame to send
     * @param compressor compresses frames, null if they are not compressed
     * @param workers compresses frames in place of the event loop
     * @param shares limit it in place of the options, null if there are none
     */
    OutgoingBatch(
            PublisherOptions options,
            ByteBufAllocator memory,
            Timer timer,
            BooleanSupplier onLoop,
            Runnable schedule,
            @Nullable BatchCompressor compressor,
            Executor workers,
            PublisherBudget.@Nullable Shares shares) {
        this.onLoop = onLoop;
        this.group = new SharedOutcome(onLoop, this::dropped);
        this.schedule = schedule;
        this.wait = new FrameWait(options.maxFrameDelay(), timer);
        this.frames = new FrameQueue(options, memory, timer, shares == null ? null : shares.pending());
        this.sealer = compressor == null
                ? null
                : new FrameSealer(this, frames, compressor, onLoop, workers, this::sealed, schedule);
        this.accepted = new AcceptedWindow(
                options.maxUnconfirmed(),
                options.maxUnconfirmedBytes(),
                this::dropped,
                onLoop,
                shares == null ? null : shares.accepted());
    }

    /** Makes publishing ids continue after the highest one stored by the broker. */
    synchronized void startAfter(long lastId) {
        ids.startAfter(lastId);
    }

    /** The highest publishing id that the broker had stored or that was assigned. */
    synchronized long lastId() {
        return ids.last();
    }

    /** Limits the size of frames from now on, in bytes. */
    synchronized void frameLimit(int limit) {
        frames.frameLimit(limit);
    }

    /** Encodes a message and assigns its position; if it throws, nothing has changed. */
    void add(MessageEncoding encoding, Object body, @Nullable String filterValue, OutcomeListener outcome) {
        Runnable next;
        synchronized (this) {
            next = accept(ids.next(), filterValue, encoding, body, outcome);
        }
        run(next);
    }

    /**
     * Adds a message with an id chosen by the application.
     *
     * @return whether it was added; false if it would be in a batch, and the broker has stored it before
     */
    boolean add(long id, Object body, @Nullable String filterValue, OutcomeListener outcome) {
        Runnable next;
        synchronized (this) {
            ids.requireLarger(id);
            if (frames.isBatching() && ids.isStored(id)) {
                requireOpen();
                ids.given(id);
                return false;
            }
            next = accept(id, filterValue, MessageEncoding.of(body), body, outcome);
        }
        run(next);
        return true;
    }

    /** Adds a message if it is within the window. Returns whether it is. */
    boolean offer(Object body, @Nullable String filterValue, OutcomeListener outcome) {
        Runnable next;
        synchronized (this) {
            if (ended == null && !accepted.hasRoom()) {
                return false;
            }
            next = accept(ids.next(), filterValue, MessageEncoding.of(body), body, outcome);
        }
        run(next);
        return true;
    }

    /**
     * Adds a message to the group of the next {@link #flush}. The future completes when the message is within the
     * window.
     */
    CompletableFuture<Void> addForFlush(Object body, @Nullable String filterValue) {
        Runnable next;
        CompletableFuture<Void> within;
        synchronized (this) {
            next = accept(ids.next(), filterValue, MessageEncoding.of(body), body, group);
            within = accepted.roomForLast();
        }
        run(next);
        return within;
    }

    /** Returns what is to be done without the lock, null for nothing. */
    private @Nullable Runnable accept(
            long id, @Nullable String filterValue, MessageEncoding encoding, Object body, OutcomeListener outcome) {
        requireOpen();
        if (!accepted.hasRoom()) {
            frames.requireMemory();
        }
        accepted.accepted(frames.add(id, accepted.accepted(), filterValue, encoding, body, outcome));
        ids.given(id);
        FrameSealer compressing = sealer;
        if (compressing != null && isDue()) {
            return beginSealing(compressing) ? compressing : null;
        }
        boolean wake = !scheduled && (isDue() || wait.needsTimer(frames.inOpen()));
        scheduled |= wake;
        return wake ? schedule : null;
    }

    /** Why no more messages are accepted, null if they are. */
    synchronized @Nullable StreamException ended() {
        return ended;
    }

    private void requireOpen() {
        if (ended != null) {
            throw ended;
        }
    }

    /** Begins to compress frames, since the first one is due; false if that is being done, or they are compressed. */
    private boolean beginSealing(FrameSealer compressing) {
        if (!frames.hasFull()) {
            frames.closeOpen();
        }
        return compressing.begin();
    }

    /** The next frame can be sent or compressed; returns whether to notify the event loop. Guarded by the lock. */
    private boolean sealed() {
        boolean wake = !scheduled && frames.hasFull();
        scheduled |= wake;
        return wake;
    }

    /** Whether the next frame should be sent, as far as the window has room. */
    private boolean isDue() {
        int waiting = frames.inOpen();
        return frames.hasFull() || waiting >= GROWTH * (accepted.unsettled() - waiting) || waiting > 0 && wait.isZero();
    }

    /**
     * The nanoseconds until a waiting frame should be sent, called after {@link #poll}; negative if no timer is needed.
     */
    synchronized long beginTimer() {
        return wait.beginTimer();
    }

    /** The timer has run. */
    synchronized void endTimer() {
        wait.endTimer();
    }

    private static void run(@Nullable Runnable next) {
        if (next != null) {
            next.run();
        }
    }

    /** Ends the group of {@link #addForFlush} and starts another. */
    CompletableFuture<Void> flush() {
        SharedOutcome complete;
        synchronized (this) {
            complete = group;
            group = new SharedOutcome(onLoop, this::dropped);
        }
        return end(complete);
    }

    /** The application has completed a waiting future, in any thread. */
    synchronized void dropped() {
        accepted.dropped();
    }

    /** Completes a group when all messages accepted so far have outcomes. */
    CompletableFuture<Void> end(SharedOutcome complete) {
        boolean now;
        synchronized (this) {
            complete.end(accepted.accepted());
            now = accepted.isReached(complete);
        }
        if (now) {
            complete.complete();
        }
        return complete.future();
    }

    /**
     * Removes the next frame if there is room for it in a window. If no frame should be sent now, the message or the
     * timer ({@link #beginTimer}) that changes this schedules again. A frame that does not fit is sent after the
     * confirm that makes room.
     *
     * @return null if there is none
     */
    @Nullable
    OutgoingFrame poll(InFlightWindow window) {
        FrameSealer compressing = sealer;
        boolean seal;
        synchronized (this) {
            OutgoingFrame first = frames.first();
            if (first == null || !isDue() && wait.lasts(first)) {
                scheduled = false;
                return null;
            }
            if (!window.hasRoom(first.slots().count(), first.messageBytes())) {
                return null;
            }
            if (compressing == null || frames.isSealed()) {
                return frames.take();
            }
            scheduled = false; // until it is compressed
            seal = beginSealing(compressing);
        }
        if (seal) {
            compressing.run();
        }
        return null;
    }

    /** Removes frames as long as the first one matches a condition. */
    synchronized List<OutgoingFrame> takeWhile(Predicate<OutgoingFrame> condition) {
        List<OutgoingFrame> taken = new ArrayList<>();
        for (OutgoingFrame first = frames.first(); first != null && condition.test(first); first = frames.first()) {
            taken.add(frames.take());
        }
        return taken;
    }

    /** The number of messages without an outcome, sent or not. */
    synchronized long unsettled() {
        return accepted.unsettled();
    }

    /**
     * Updates outcomes, with the totals of the window.
     *
     * @return completes futures, null if there are none to complete
     */
    synchronized @Nullable Runnable settled(InFlightWindow window) {
        OutgoingFrame unsent = frames.first();
        long firstUnsent = unsent == null ? accepted.accepted() : unsent.firstSequence();
        return accepted.settled(
                window.settledMessages(),
                window.releasedMessages(),
                window.releasedBytes(),
                Math.min(window.firstUnsettled(), firstUnsent));
    }

    /** There is more room in the budget. Returns what {@link #settled} does. */
    synchronized @Nullable Runnable granted() {
        return accepted.granted();
    }

    /** Returns a future that completes when there is room for another message. */
    synchronized CompletableFuture<Void> room() {
        return ended != null ? CompletableFuture.failedFuture(ended) : accepted.room();
    }

    /** Releases what is kept for compressing, when all messages have outcomes. */
    void release() {
        if (sealer != null) {
            sealer.close();
        }
    }

    /**
     * Accepts no more messages; those already accepted remain.
     *
     * @return fails the futures that wait for room
     */
    synchronized Runnable end(StreamException cause) {
        if (ended == null) {
            ended = cause;
        }
        frames.close();
        return accepted.failWaiters(cause);
    }
}
