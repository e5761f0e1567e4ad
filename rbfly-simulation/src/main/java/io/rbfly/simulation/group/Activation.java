package io.rbfly.simulation.group;

import java.time.Duration;

/** What a member of a group gets of a stream from the time it becomes active until it no longer is. */
final class Activation {
    final String member;
    private final Troubles troubles;
    private long troublesBefore = -1;
    private boolean begun;
    private long deliveredEnd;
    private long deliveredNanos;
    private long completedEnd;
    /** How long the last message was processed. */
    private long processedNanos;

    private long acknowledgedEnd;

    Activation(String member, Troubles troubles) {
        this.member = member;
        this.troubles = troubles;
    }

    boolean hasBegun() {
        return begun;
    }

    void delivered(long offset, long nanos) {
        if (!begun) {
            begun = true;
            completedEnd = offset;
            troublesBefore = troubles.isNow() ? -1 : troubles.count();
        }
        deliveredEnd = offset + 1;
        deliveredNanos = nanos;
    }

    /** The message with an offset and all before it are processed. */
    void completed(long offset) {
        completedEnd = Math.max(completedEnd, offset + 1);
        processedNanos = troubles.nanoTime() - deliveredNanos;
    }

    /**
     * The subscription acknowledges a message with an offset. It may have got it when it was active before, and be too
     * late for that hand-over: if it gets it again now, before or after this, it is processed nevertheless.
     */
    void acknowledged(long offset) {
        acknowledgedEnd = Math.max(acknowledgedEnd, offset + 1);
    }

    /** The offset after the last message that was delivered. */
    long deliveredEnd() {
        return deliveredEnd;
    }

    /** Whether the last message was delivered at least this time ago. */
    boolean isWaitedFor(Duration time) {
        return troubles.nanoTime() - deliveredNanos >= time.toNanos();
    }

    /** The offset of the first message that is not processed. */
    long completedEnd() {
        return Math.max(completedEnd, Math.min(acknowledgedEnd, deliveredEnd));
    }

    /**
     * Whether the last message was processed for so long that a hand-over may have given up on it, although its end was
     * reported before the member was.
     */
    boolean tookLongerThan(Duration bound) {
        return processedNanos >= bound.toNanos();
    }

    /** Whether something was delivered that is not processed. */
    boolean isBusy() {
        return completedEnd() < deliveredEnd;
    }

    /** Whether nothing has happened since its first message that may prevent an orderly hand-over. */
    boolean isOrderly() {
        return !troubles.isNow() && troubles.count() == troublesBefore;
    }
}
