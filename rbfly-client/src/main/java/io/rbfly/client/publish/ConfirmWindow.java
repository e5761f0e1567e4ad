package io.rbfly.client.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Frames that are sent and not confirmed in full, in the order of sending. Used on the event loop only. */
final class ConfirmWindow {
    private final int maxMessages;
    private final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();
    private int messages;

    ConfirmWindow(int maxMessages) {
        this.maxMessages = maxMessages;
    }

    /** Messages that may still be sent. */
    int room() {
        return maxMessages - messages;
    }

    void add(OutgoingFrame frame) {
        frames.add(frame);
        messages += frame.count();
    }

    /** All frames, the oldest first. */
    Iterable<OutgoingFrame> frames() {
        return frames;
    }

    /**
     * Takes the future of a message out, and its frame when that was the frame's last.
     *
     * @return null when the message has its outcome already
     */
    @Nullable
    CompletableFuture<Long> settle(long id) {
        // Confirms come in the order of sending, so the frame is the first or close to it.
        for (Iterator<OutgoingFrame> all = frames.iterator(); all.hasNext(); ) {
            OutgoingFrame frame = all.next();
            if (frame.contains(id)) {
                CompletableFuture<Long> future = frame.settle(id);
                if (future != null) {
                    messages--;
                }
                if (frame.unsettled() == 0) {
                    all.remove();
                    frame.release();
                }
                return future;
            }
        }
        return null;
    }

    /** Takes all futures out and releases all frames. */
    List<CompletableFuture<Long>> settleAll() {
        List<CompletableFuture<Long>> futures = new ArrayList<>(messages);
        for (OutgoingFrame frame : frames) {
            frame.settleAll((id, future) -> futures.add(future));
            frame.release();
        }
        frames.clear();
        messages = 0;
        return futures;
    }
}
