package io.rbfly.client.publish;

import io.rbfly.client.api.MessageTooLargeException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Frames that are sent and not confirmed in full, in the order of sending. Used on the event loop only. */
final class ConfirmWindow {
    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private long settledMessages;
    private long releasedBytes;

    ConfirmWindow(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Messages that may still be sent. */
    int room() {
        return maxMessages - messages;
    }

    /** Bytes of messages that may still be sent; a frame that is larger than the whole window is sent alone. */
    long byteRoom() {
        return frames.isEmpty() ? Long.MAX_VALUE : maxBytes - bytes;
    }

    /** Messages that have had their outcome, since the beginning. */
    long settledMessages() {
        return settledMessages;
    }

    /** Bytes of frames that were released, since the beginning. */
    long releasedBytes() {
        return releasedBytes;
    }

    /** The place of the first message without an outcome among all that were accepted; the largest when there is none. */
    long firstUnsettled() {
        OutgoingFrame first = frames.peek();
        return first == null ? Long.MAX_VALUE : first.firstUnsettled();
    }

    void add(OutgoingFrame frame) {
        frames.add(frame);
        messages += frame.slots().count();
        bytes += frame.messageBytes();
    }

    /** All frames, the oldest first. */
    Iterable<OutgoingFrame> frames() {
        return frames;
    }

    /**
     * Takes the outcome of a message out, and its frame when that was the frame's last.
     *
     * @return null when there is no such message, or it has its outcome already
     */
    @Nullable
    Outcome settle(long id) {
        // Confirms come in the order of sending, so the frame is the first or close to it.
        for (Iterator<OutgoingFrame> all = frames.iterator(); all.hasNext(); ) {
            OutgoingFrame frame = all.next();
            if (frame.slots().areBehind(id)) {
                return null;
            }
            if (frame.slots().reach(id)) {
                int open = frame.slots().unsettled();
                Outcome outcome = frame.slots().settle(id);
                settled(frame, open, all);
                return outcome;
            }
        }
        return null;
    }

    /** Takes all outcomes of frames out, the oldest first, as long as they are such. */
    void settleWhile(Predicate<OutgoingFrame> condition, Consumer<Outcome> each) {
        for (Iterator<OutgoingFrame> all = frames.iterator(); all.hasNext(); ) {
            OutgoingFrame frame = all.next();
            if (!condition.test(frame)) {
                return;
            }
            int open = frame.slots().unsettled();
            frame.slots().settleAll(each);
            settled(frame, open, all);
        }
    }

    /** Takes the outcomes of messages out that fit no frame of this size. */
    void settleTooLarge(int frameLimit, BiConsumer<Outcome, MessageTooLargeException> each) {
        for (Iterator<OutgoingFrame> all = frames.iterator(); all.hasNext(); ) {
            OutgoingFrame frame = all.next();
            int open = frame.slots().unsettled();
            frame.settleTooLarge(frameLimit, each);
            settled(frame, open, all);
        }
    }

    private void settled(OutgoingFrame frame, int openBefore, Iterator<OutgoingFrame> current) {
        int settled = openBefore - frame.slots().unsettled();
        messages -= settled;
        settledMessages += settled;
        if (frame.slots().unsettled() == 0) {
            current.remove();
            bytes -= frame.messageBytes();
            releasedBytes += frame.messageBytes();
            frame.release();
        }
    }
}
