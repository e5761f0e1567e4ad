package io.rbfly.client.publish;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.TimeBound;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.FrameQueue;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.client.publish.outcome.SharedOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was accepted and is not sent yet: the one place where senders in any thread and the event loop meet.
 *
 * <p>The order of messages, and with it their publishing ids, is fixed here, under a lock that is held while one
 * message is encoded. So a sender pays for encoding its own message, a message is not copied on its way into the frame,
 * and two threads that share a named publisher cannot overtake each other, at which the broker would drop messages. The
 * loop takes the lock once for each frame.
 *
 * <p>Frames grow by themselves: one leaves at once when no message is under way, and else when it has twice as many
 * messages as are, or is full, or a confirm makes it so, or it has waited as long as it may. A lone message never
 * waits, a few wait for a moment, and a flood fills frames, of which broker and client handle fewer.
 */
public final class OutgoingBatch {
    /**
     * How many messages a frame needs for each that is under way. With one, at 10,000 messages a second, there are so
     * many frames that the broker falls behind, and the median of the time to the reader is twice as long.
     */
    private static final long GROWTH = 2;

    private static final long NO_TIMER = -1;

    private final Runnable schedule;
    private final Timer timer;
    /** Zero when nothing waits, {@link TimeBound#NEVER} when time makes no frame leave. */
    private final long maxFrameDelayNanos;

    private final FrameQueue frames;
    private final PublishingIds ids = new PublishingIds();
    private final AcceptedWindow accepted;
    private final BooleanSupplier onLoop;
    private SharedOutcome group;
    private @Nullable StreamException ended;
    private boolean scheduled;
    /** Whether the loop has a timer that will look for a frame that has waited long enough. */
    private boolean timed;

    private long timerNanos = NO_TIMER;

    /**
     * An empty batch.
     *
     * @param onLoop tells whether the calling thread is the event loop's, where nobody can wait for futures of the
     *     batch
     * @param schedule called when there is something to send or a frame begins to wait, once until {@link #poll} has
     *     found nothing more to send now
     */
    OutgoingBatch(PublisherOptions options, Timer timer, BooleanSupplier onLoop, Runnable schedule) {
        this.onLoop = onLoop;
        this.group = new SharedOutcome(onLoop, this::dropped);
        this.schedule = schedule;
        this.timer = timer;
        this.maxFrameDelayNanos = TimeBound.nanos(options.maxFrameDelay());
        this.frames = new FrameQueue(options, timer);
        this.accepted =
                new AcceptedWindow(options.maxUnconfirmed(), options.maxUnconfirmedBytes(), this::dropped, onLoop);
    }

    /** Lets publishing ids go on behind what the broker has. */
    synchronized void startBehind(long lastId) {
        ids.startBehind(lastId);
    }

    /** The largest publishing id that the broker had, or that was given. */
    synchronized long lastId() {
        return ids.last();
    }

    /** Bounds the size of the frames from now on, in bytes. */
    synchronized void frameLimit(int limit) {
        frames.frameLimit(limit);
    }

    /** Encodes a message and gives it its place, or throws and does neither. */
    void add(MessageEncoding encoding, Object body, @Nullable String filterValue, OutcomeListener outcome) {
        boolean wake;
        synchronized (this) {
            wake = accept(ids.next(), filterValue, encoding, body, outcome);
        }
        wakeIf(wake);
    }

    /** Adds a message with an id that the application chose. */
    void add(long id, Object body, @Nullable String filterValue, OutcomeListener outcome) {
        boolean wake;
        synchronized (this) {
            ids.requireLarger(id);
            wake = accept(id, filterValue, MessageEncoding.of(body), body, outcome);
        }
        wakeIf(wake);
    }

    /** Adds a message when it is within the window. Returns whether it is. */
    boolean offer(Object body, @Nullable String filterValue, OutcomeListener outcome) {
        boolean wake;
        synchronized (this) {
            if (ended == null && !accepted.hasRoom()) {
                return false;
            }
            wake = accept(ids.next(), filterValue, MessageEncoding.of(body), body, outcome);
        }
        wakeIf(wake);
        return true;
    }

    /** Adds a message to the group of the next {@link #flush}. The future is of the message being within the window. */
    CompletableFuture<Void> addForFlush(Object body, @Nullable String filterValue) {
        boolean wake;
        CompletableFuture<Void> within;
        synchronized (this) {
            wake = accept(ids.next(), filterValue, MessageEncoding.of(body), body, group);
            within = accepted.roomForLast();
        }
        wakeIf(wake);
        return within;
    }

    /** Returns whether the loop is to be told. */
    private boolean accept(
            long id, @Nullable String filterValue, MessageEncoding encoding, Object body, OutcomeListener outcome) {
        if (ended != null) {
            throw ended;
        }
        if (!accepted.hasRoom()) {
            frames.requireMemory();
        }
        accepted.accepted(frames.add(id, accepted.accepted(), filterValue, encoding, body, outcome));
        ids.given(id);
        boolean wake = !scheduled && (isDue() || beginsToWait());
        scheduled |= wake;
        return wake;
    }

    /** Whether the next frame is to be sent, as far as the window has room. */
    private boolean isDue() {
        int waiting = frames.inOpen();
        return frames.hasFull()
                || waiting >= GROWTH * (accepted.unsettled() - waiting)
                || waiting > 0 && maxFrameDelayNanos == 0;
    }

    /**
     * Whether the last message opened a frame for which there is no timer. A timer that runs already serves the next
     * frame.
     */
    private boolean beginsToWait() {
        return !timed && frames.inOpen() == 1 && maxFrameDelayNanos != TimeBound.NEVER;
    }

    /** How long a frame may still wait; not more than zero when it is to leave. */
    private long nanosToWait(OutgoingFrame frame) {
        return maxFrameDelayNanos == TimeBound.NEVER
                ? TimeBound.NEVER
                : maxFrameDelayNanos - (timer.nanoTime() - frame.openedNanos());
    }

    /**
     * In how many nanoseconds a frame that waits is to leave, asked after {@link #poll}; negative when no timer is
     * needed.
     */
    synchronized long beginTimer() {
        long nanos = timerNanos;
        timerNanos = NO_TIMER;
        return nanos;
    }

    /** Notes that the timer has run. */
    synchronized void endTimer() {
        timed = false;
    }

    private void wakeIf(boolean wake) {
        if (wake) {
            schedule.run();
        }
    }

    /** Ends the group of {@link #addForFlush} and begins another. */
    CompletableFuture<Void> flush() {
        SharedOutcome complete;
        synchronized (this) {
            complete = group;
            group = new SharedOutcome(onLoop, this::dropped);
        }
        return end(complete);
    }

    /** A future that waits was completed by the application, in whatever thread. */
    synchronized void dropped() {
        accepted.dropped();
    }

    /** Completes a group when all that was accepted until now has outcomes. */
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
     * Takes the next frame of at most so many messages and bytes. When none is due, the message that makes one due
     * schedules again, and a timer ({@link #beginTimer}) does; one that does not fit is for the confirm that makes
     * room.
     *
     * @return null when there is none
     */
    synchronized @Nullable OutgoingFrame poll(int mostMessages, long mostBytes) {
        OutgoingFrame first = frames.first();
        if (first == null || !isDue() && waits(first)) {
            scheduled = false;
            return null;
        }
        return first.slots().count() <= mostMessages && first.messageBytes() <= mostBytes ? frames.take() : null;
    }

    private boolean waits(OutgoingFrame frame) {
        long nanos = nanosToWait(frame);
        if (nanos > 0 && nanos != TimeBound.NEVER && !timed) {
            timed = true;
            timerNanos = nanos;
        }
        return nanos > 0;
    }

    /** Takes frames out as long as the first one is such. */
    synchronized List<OutgoingFrame> takeWhile(Predicate<OutgoingFrame> condition) {
        List<OutgoingFrame> taken = new ArrayList<>();
        for (OutgoingFrame first = frames.first(); first != null && condition.test(first); first = frames.first()) {
            taken.add(frames.take());
        }
        return taken;
    }

    /** Messages whose outcome is open, sent or not. */
    synchronized long unsettled() {
        return accepted.unsettled();
    }

    /**
     * Notes outcomes, with what the window counted since the beginning.
     *
     * @return what is to be completed, null when there is nothing
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

    /** A future of room for a further message. */
    synchronized CompletableFuture<Void> room() {
        return ended != null ? CompletableFuture.failedFuture(ended) : accepted.room();
    }

    /**
     * Accepts no more messages; what was accepted stays.
     *
     * @return fails whoever waits for room
     */
    synchronized Runnable end(StreamException cause) {
        if (ended == null) {
            ended = cause;
        }
        frames.close();
        return accepted.failWaiters(cause);
    }
}
