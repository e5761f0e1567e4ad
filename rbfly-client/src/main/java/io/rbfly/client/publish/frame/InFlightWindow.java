package io.rbfly.client.publish.frame;

import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.publish.outcome.OutcomeListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frames that are sent and not confirmed in full, in the order of sending. Those that timed out are kept apart: their
 * messages have outcomes and are not sent again, but take up room until the broker answers them. Used on the event loop
 * only.
 */
public final class InFlightWindow {
    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();
    /** All older than {@link #frames}. */
    private final ArrayDeque<OutgoingFrame> expired = new ArrayDeque<>();
    /** Messages that take up room. */
    private int messages;

    private long bytes;
    private long settledMessages;
    private long releasedMessages;
    private long releasedBytes;

    public InFlightWindow(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Messages that may still be sent. */
    public int room() {
        return maxMessages - messages;
    }

    /** Bytes of messages that may still be sent; a frame that is larger than the whole window is sent alone. */
    public long byteRoom() {
        return frames.isEmpty() && expired.isEmpty() ? Long.MAX_VALUE : maxBytes - bytes;
    }

    /** Messages that have had their outcome, since the beginning. */
    public long settledMessages() {
        return settledMessages;
    }

    /** Messages that take up no room any more, since the beginning. */
    public long releasedMessages() {
        return releasedMessages;
    }

    /** Bytes of frames that were released, since the beginning. */
    public long releasedBytes() {
        return releasedBytes;
    }

    /**
     * The place of the first message without an outcome among all that were accepted; the largest when there is none.
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
     * Takes the outcome of a message out, and its frame when that was the frame's last.
     *
     * @return null when there is no such message, or it has its outcome already
     */
    @Nullable
    public OutcomeListener settle(long id) {
        OutgoingFrame oldest = frames.peek();
        if (oldest == null || oldest.slots().areBehind(id)) {
            answerExpired(id);
            return null;
        }
        // Confirms come in the order of sending, so hardly any message is further back.
        return oldest.slots().reach(id) ? settle(id, oldest) : settleFurtherBack(id);
    }

    private void answerExpired(long id) {
        for (OutgoingFrame frame : expired) {
            if (frame.slots().reach(id)) {
                if (frame.slots().settle(id) != null) {
                    released(frame, 1, expired);
                }
                return;
            }
        }
    }

    private @Nullable OutcomeListener settleFurtherBack(long id) {
        for (OutgoingFrame frame : frames) {
            if (frame.slots().reach(id)) {
                return frame.slots().areBehind(id) ? null : settle(id, frame);
            }
        }
        return null;
    }

    private @Nullable OutcomeListener settle(long id, OutgoingFrame frame) {
        OutcomeListener outcome = frame.slots().settle(id);
        if (outcome != null) {
            settled(frame, 1);
        }
        return outcome;
    }

    /** Takes all outcomes of frames out, the oldest first, as long as they are such. */
    public void settleWhile(Predicate<OutgoingFrame> condition, Consumer<OutcomeListener> each) {
        for (OutgoingFrame frame = frames.peek(); frame != null && condition.test(frame); frame = frames.peek()) {
            int open = frame.slots().unsettled();
            frame.slots().settleAll(each);
            settled(frame, open);
        }
    }

    /** Takes the outcomes of messages out that fit no frame of this size. */
    public void settleTooLarge(int frameLimit, BiConsumer<OutcomeListener, MessageTooLargeException> each) {
        for (OutgoingFrame frame : List.copyOf(frames)) {
            int open = frame.slots().unsettled();
            frame.settleTooLarge(frameLimit, each);
            settled(frame, open - frame.slots().unsettled());
        }
    }

    /** Takes all outcomes of frames out, the oldest first, as long as they are such. Their messages keep their room. */
    public void expireWhile(Predicate<OutgoingFrame> condition, Consumer<OutcomeListener> each) {
        for (OutgoingFrame frame = frames.peek(); frame != null && condition.test(frame); frame = frames.peek()) {
            settledMessages += frame.slots().unsettled();
            frame.slots().expireAll(each);
            expired.add(frames.remove());
        }
    }

    /** Gives the room of what timed out back. Returns whether there was any. */
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
