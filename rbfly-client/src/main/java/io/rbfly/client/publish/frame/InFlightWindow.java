package io.rbfly.client.publish.frame;

import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.budget.Share;
import io.rbfly.client.publish.outcome.OutcomeConsumer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The frames that are sent and not completely confirmed, in the order of sending. Frames that have timed out are kept
 * separately: their messages have outcomes and are not sent again, but take up room until the broker answers. Used on
 * the event loop only.
 */
public final class InFlightWindow {
    private static final OutcomeConsumer NOBODY = (outcome, id) -> {};

    private final int maxMessages;
    private final long maxBytes;
    /** The share of a budget that limits this window, in place of the maximums; null if there is none. */
    private final @Nullable Share share;

    private final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();
    /** Frames that have timed out, all older than {@link #frames}. */
    private final ArrayDeque<OutgoingFrame> expired = new ArrayDeque<>();
    /** The number of messages that take up room. */
    private int messages;

    private long bytes;
    private long settledMessages;
    private long releasedMessages;
    private long releasedBytes;

    public InFlightWindow(int maxMessages, long maxBytes) {
        this(maxMessages, maxBytes, null);
    }

    /** Creates an empty window, which is limited by a share of a budget in place of the maximums if there is one. */
    public InFlightWindow(int maxMessages, long maxBytes, @Nullable Share share) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.share = share;
    }

    /** The number of messages for which there is room. */
    int room() {
        return maxMessages - messages;
    }

    /** The number of bytes for which there is room; a frame that is larger than the window is sent alone. */
    long byteRoom() {
        return isEmpty() ? Long.MAX_VALUE : maxBytes - bytes;
    }

    private boolean isEmpty() {
        return frames.isEmpty() && expired.isEmpty();
    }

    /**
     * Whether there is room for a frame; one that is larger than the window is sent alone. If not, and the window is
     * limited by a share, that waits for room.
     */
    public boolean hasRoom(int frameMessages, long frameBytes) {
        return share == null
                ? frameMessages <= room() && frameBytes <= byteRoom()
                : share.raise((long) messages + frameMessages, bytes + frameBytes, isEmpty());
    }

    /** Returns to the budget what is no longer taken up. */
    public void returnUnused() {
        if (share != null) {
            share.lower(messages, bytes);
        }
    }

    /** Nothing can be sent for now, so it waits for no room. */
    public void stopWaiting() {
        if (share != null) {
            returnUnused();
            share.stopWaiting();
        }
    }

    /** The total number of messages that have outcomes. */
    public long settledMessages() {
        return settledMessages;
    }

    /** The total number of messages that no longer take up room. */
    public long releasedMessages() {
        return releasedMessages;
    }

    /** The total bytes of released frames. */
    public long releasedBytes() {
        return releasedBytes;
    }

    /**
     * The position of the first message without an outcome among all accepted ones; the largest number if there is
     * none.
     */
    public long firstUnsettled() {
        OutgoingFrame first = frames.peek();
        return first == null ? Long.MAX_VALUE : first.firstUnsettled();
    }

    public void add(OutgoingFrame frame) {
        frames.add(frame);
        messages += frame.slots().count();
        bytes += frame.messageBytes();
    }

    /** All frames whose messages wait for outcomes, the oldest first. */
    public Iterable<OutgoingFrame> frames() {
        return frames;
    }

    /**
     * Removes the listener of a message, or those of all messages of a batch, by its publishing id. Removes the frame
     * if these were the last ones of it.
     *
     * @param each receives them; not called if there is no such message, or it has an outcome already
     */
    public void settle(long id, OutcomeConsumer each) {
        OutgoingFrame oldest = frames.peek();
        if (oldest == null || oldest.slots().areBehind(id)) {
            answerExpired(id);
            return;
        }
        // Confirms arrive in the order of sending, so a message is rarely in a later frame.
        OutgoingFrame frame = oldest.slots().reach(id) ? oldest : furtherBack(id);
        int outcomes = frame == null ? 0 : frame.settle(id, each);
        if (frame != null && outcomes > 0) {
            settled(frame, outcomes);
        }
    }

    private void answerExpired(long id) {
        for (OutgoingFrame frame : expired) {
            if (frame.slots().reach(id)) {
                int outcomes = frame.settle(id, NOBODY);
                if (outcomes > 0) {
                    released(frame, outcomes, expired);
                }
                return;
            }
        }
    }

    private @Nullable OutgoingFrame furtherBack(long id) {
        for (OutgoingFrame frame : frames) {
            if (frame.slots().reach(id)) {
                return frame.slots().areBehind(id) ? null : frame;
            }
        }
        return null;
    }

    /** Removes the listeners of frames, the oldest first, as long as they match a condition. */
    public void settleWhile(Predicate<OutgoingFrame> condition, Consumer<OutcomeListener> each) {
        for (OutgoingFrame frame = frames.peek(); frame != null && condition.test(frame); frame = frames.peek()) {
            int open = frame.slots().unsettled();
            frame.slots().settleAll(each);
            settled(frame, open);
        }
    }

    /** Removes the listeners of messages that do not fit into a frame of this size. */
    public void settleTooLarge(int frameLimit, BiConsumer<OutcomeListener, MessageTooLargeException> each) {
        for (OutgoingFrame frame : List.copyOf(frames)) {
            int open = frame.slots().unsettled();
            frame.settleTooLarge(frameLimit, each);
            settled(frame, open - frame.slots().unsettled());
        }
    }

    /**
     * Removes the listeners of frames, the oldest first, as long as they match a condition. Their messages still take
     * up room.
     */
    public void expireWhile(Predicate<OutgoingFrame> condition, Consumer<OutcomeListener> each) {
        for (OutgoingFrame frame = frames.peek(); frame != null && condition.test(frame); frame = frames.peek()) {
            settledMessages += frame.slots().unsettled();
            frame.slots().expireAll(each);
            expired.add(frames.remove());
        }
    }

    /** Releases the room of messages that have timed out. Returns whether there were any. */
    public boolean forgetExpired() {
        boolean any = !expired.isEmpty();
        for (OutgoingFrame frame = expired.peek(); frame != null; frame = expired.peek()) {
            int open = frame.slots().unsettled();
            frame.slots().settleAll(outcome -> {});
            released(frame, open, expired);
        }
        return any;
    }

    private void settled(OutgoingFrame frame, int outcomes) {
        settledMessages += outcomes;
        released(frame, outcomes, frames);
    }

    private void released(OutgoingFrame frame, int count, ArrayDeque<OutgoingFrame> from) {
        messages -= count;
        releasedMessages += count;
        if (frame.slots().unsettled() == 0) {
            if (from.peek() == frame) {
                from.remove();
            } else {
                from.remove(frame);
            }
            bytes -= frame.messageBytes();
            releasedBytes += frame.messageBytes();
            frame.release();
        }
    }
}
