package io.rbfly.simulation.watch;

import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.simulation.model.Findings;
import org.jspecify.annotations.Nullable;

/** What a client has sent, or the broker has answered, to be stored under a reference. */
final class StoringWatch {
    private final String reference;
    private final Findings findings;
    private long sentEnd;
    private long answeredEnd;
    private long lastAnsweredEnd;
    /**
     * Whether the broker was asked on a new connection what is stored, and has not answered or has no offset. The
     * stream may have been created again, so that the client does not store the offset before a chunk arrives.
     */
    private boolean open;
    /** Where it was sent last; null if that connection is lost, so that it must be sent again. */
    private @Nullable ConnectionWatch connection;

    /** Where the broker was asked last, and how many questions it has not answered. */
    private @Nullable ConnectionWatch askedOn;

    private int questions;

    StoringWatch(String reference, Findings findings) {
        this.reference = reference;
        this.findings = findings;
    }

    void stored(ConnectionWatch on, long offset) {
        connection = on;
        sentEnd = offset + 1;
        open = false;
    }

    /** A subscription is declared: what the broker answered before only told where it starts. */
    void declaring() {
        open = false;
    }

    /** The broker is asked what is stored. */
    void asked(ConnectionWatch on) {
        open |= connection != on;
        questions = on == askedOn ? questions + 1 : 1;
        askedOn = on;
    }

    /** The broker has answered what is stored. */
    void answered(ConnectionWatch on, QueryOffset.Reply reply) {
        questions -= on == askedOn ? 1 : 0;
        if (reply.code() == ResponseCode.OK) {
            long end = reply.offset() + 1;
            answeredEnd = Math.max(answeredEnd, end);
            lastAnsweredEnd = end;
            sentEnd = connection == on ? Math.max(sentEnd, end) : end;
            connection = on;
            open &= questions > 0; // it may decide when it has all answers
        } else if (reply.code() == ResponseCode.NO_OFFSET) {
            lastAnsweredEnd = 0; // it may have been lost with the leader
            open |= sentEnd > 0;
        }
    }

    /** The highest offset that the broker has answered to be stored, plus one. */
    long answeredEnd() {
        return answeredEnd;
    }

    /** The offset that the broker has answered last, plus one; it may be an earlier one, which has arrived late. */
    long lastAnsweredEnd() {
        return lastAnsweredEnd;
    }

    void lost(ConnectionWatch lost) {
        if (connection == lost) {
            connection = null;
        }
    }

    /** Whether an offset was sent on a connection that is not lost; true for zero. */
    boolean isSent(long end) {
        return end == 0 || connection != null && sentEnd >= end;
    }

    /** Checks that an offset was sent, before its subscription is deleted. */
    void check(long processedEnd) {
        findings.check(
                open || isSent(processedEnd),
                "the offset of the last processed message is stored",
                () -> reference + ": " + (sentEnd - 1) + (connection == null ? " on a lost connection" : "")
                        + " (expected: " + (processedEnd - 1) + ")");
    }
}
