package io.rbfly.simulation.group;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the members of a group get of one stream: each message in order and once, unless there were troubles, and
 * never one before all others before it were processed by somebody.
 */
final class GroupCheck {
    private final String group;
    private final StoredMessages stored;
    private final Findings findings;
    private final boolean blocks;
    private long highestStored;
    /** All messages before this offset are processed. */
    private long completedEnd;
    /** The one that has begun to deliver last. */
    private @Nullable Activation current;

    private boolean deleted;

    /** @param blocks whether event loops of members are blocked */
    GroupCheck(String group, StoredMessages stored, Findings findings, boolean blocks) {
        this.group = group;
        this.stored = stored;
        this.findings = findings;
        this.blocks = blocks;
    }

    /** The stream is deleted. */
    void deleted() {
        deleted = true;
    }

    /** A message is delivered to a member. */
    void delivered(Activation by, long offset, byte[] message, long nanos) {
        int position = stored.positionOf(offset);
        if (position == stored.size() || stored.get(position).offset() != offset) {
            findings.report("only stored messages are delivered", text(by, offset));
            return;
        }
        StoredMessages.Stored expected = stored.get(position);
        findings.check(
                expected.publisher() == Payload.publisher(message, message.length)
                        && expected.number() == Payload.number(message, message.length),
                "a message is delivered as it was stored",
                () -> text(by, offset) + ": " + expected);
        if (by.hasBegun()) {
            continues(by, position, offset);
        } else {
            begins(by, position, offset);
        }
        by.delivered(offset, nanos);
    }

    private void continues(Activation by, int position, long offset) {
        int next = stored.positionOf(by.deliveredEnd());
        findings.check(
                position >= next && isDeleted(next, position),
                "an active member gets each message once and in order",
                () -> text(by, offset) + " (expected: " + by.deliveredEnd() + ")");
        findings.check(
                by == current || !by.isOrderly(),
                "one member of a group is active at a time",
                () -> text(by, offset) + " while " + current + " is active");
    }

    private void begins(Activation by, int position, long offset) {
        findings.check(
                isDeleted(stored.positionOf(completedEnd), position),
                "a group skips no message",
                () -> text(by, offset) + " (expected: at most " + completedEnd + ")");
        Activation before = current;
        if (before != null && before.isOrderly()) {
            findings.check(
                    position >= stored.positionOf(before.completedEnd()),
                    "in an orderly hand-over no message is processed twice",
                    () -> text(by, offset) + " (expected: " + before.completedEnd() + " after " + before.member + ")");
        }
        current = by;
    }

    /** A member has processed a message, and all before it. */
    void completed(Activation by, long offset) {
        by.completed(offset);
        completedEnd = Math.max(completedEnd, offset + 1);
    }

    /** The offset before which all messages are processed. */
    long completedEnd() {
        return completedEnd;
    }

    /** Whether all messages are processed. */
    boolean isAtEnd() {
        return deleted || isDeleted(stored.positionOf(completedEnd), stored.size());
    }

    /** Whether nobody who starts at an offset gets anything that is processed. */
    boolean isStored(long end) {
        // A member whose event loop was blocked does not know that another one is active: it may store once more.
        long least = blocks ? Math.max(end, highestStored) : end;
        return deleted || isDeleted(stored.positionOf(least), stored.positionOf(completedEnd));
    }

    /** Checks that the offset that is stored for the group is one of a processed message. */
    void checkStored(long end) {
        highestStored = Math.max(highestStored, end);
        findings.check(
                end <= completedEnd,
                "a stored offset is that of a processed message",
                () -> group + ": stored " + (end - 1) + ", processed " + (completedEnd - 1));
    }

    private boolean isDeleted(int from, int to) {
        for (int position = from; position < to; position++) {
            if (!stored.isDeleted(stored.get(position))) {
                return false;
            }
        }
        return true;
    }

    private String text(Activation by, long offset) {
        return group + ": " + by.member + " offset " + offset;
    }

    @Override
    public String toString() {
        return group + " at " + completedEnd + " of " + stored.end();
    }
}
