package io.rbfly.simulation.workload;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;

/** Checks that a subscription delivers each message once, in order, from where it started. */
final class DeliveryCheck {
    private static final int UNKNOWN = -1;

    private final String reader;
    private final StoredMessages stored;
    private final Findings findings;
    /** The range of offsets at which it may start. */
    private long earliest;

    private long latest;
    private boolean closing;
    private boolean closed;
    private boolean paused;
    private long deliveredEnd;
    private int next = UNKNOWN;

    DeliveryCheck(String reader, StoredMessages stored, Findings findings) {
        this.reader = reader;
        this.stored = stored;
        this.findings = findings;
    }

    /** Notes where the subscription starts at the earliest, before it is opened. */
    void opening(ReaderPlan.Start start, long offset) {
        earliest = switch (start) {
            case FIRST -> 0;
            case LAST -> stored.lastChunk();
            case NEXT -> stored.end();
            case AT, STORED -> offset;
            case TIMESTAMP -> firstChunkSince(offset, stored.end());
        };
        latest = latest(start, offset);
    }

    /**
     * Notes where the subscription starts at the latest, when it is open. An offset that was stored, and what was
     * written, may have been lost meanwhile, before or after the subscription asked for it.
     */
    void opened(ReaderPlan.Start start, long offset) {
        latest = Math.max(latest, latest(start, offset));
        earliest = Math.min(earliest, latest(start, offset));
    }

    private long latest(ReaderPlan.Start start, long offset) {
        return switch (start) {
            case FIRST -> 0;
            case LAST, NEXT -> stored.writtenEnd();
            case AT, STORED -> Math.min(offset, stored.writtenEnd());
            case TIMESTAMP -> firstChunkSince(offset, stored.writtenEnd());
        };
    }

    private long firstChunkSince(long timestamp, long otherwise) {
        for (int position = 0; position < stored.size(); position++) {
            if (stored.get(position).timestamp() >= timestamp) {
                return stored.get(position).chunk();
            }
        }
        return otherwise;
    }

    /** The application closes the subscription. */
    void closing() {
        closing = true;
    }

    /** The application has called close(): nothing is delivered any more. */
    void closed() {
        closed = true;
    }

    /** The application pauses the subscription, or resumes it. */
    void paused(boolean now) {
        paused = now;
    }

    /** The offset after the last message. */
    long deliveredEnd() {
        return deliveredEnd;
    }

    /** Whether the application has begun to close the subscription. */
    boolean isClosing() {
        return closing;
    }

    /** Checks a message. */
    void delivered(long offset, byte[] message) {
        findings.check(!closed, "nothing is delivered after closing", () -> reader + ": offset " + offset);
        findings.check(!paused, "nothing is delivered during a pause", () -> reader + ": offset " + offset);
        deliveredEnd = offset + 1;
        int position = stored.positionOf(offset);
        if (position == stored.size() || stored.get(position).offset() != offset) {
            findings.report("only stored messages are delivered", reader + ": offset " + offset);
            return;
        }
        StoredMessages.Stored expected = stored.get(position);
        findings.check(
                expected.publisher() == Payload.publisher(message, message.length)
                        && expected.number() == Payload.number(message, message.length),
                "a message is delivered as it was stored",
                () -> reader + ": " + expected);
        if (next == UNKNOWN) {
            findings.check(
                    position >= stored.positionOf(earliest) && position <= stored.positionOf(latest),
                    "a subscription starts where it should",
                    () -> reader + ": offset " + offset + " (expected: " + earliest + " to " + latest + ")");
        } else {
            findings.check(
                    position == next,
                    position < next ? "no message is delivered twice" : "no message is skipped",
                    () -> reader + ": position " + position + " of offset " + offset + " (expected: " + next + ")");
        }
        next = position + 1;
    }

    /** Whether everything was delivered. */
    boolean isAtEnd() {
        return next == UNKNOWN ? stored.positionOf(latest) >= stored.size() : next >= stored.size();
    }

    @Override
    public String toString() {
        return reader + " at position " + next + " of " + stored.size();
    }
}
