package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;
import org.jspecify.annotations.Nullable;

/** What a client has sent to be stored under a reference. */
final class StoringWatch {
    private final String reference;
    private final Findings findings;
    private long sentEnd;
    private long answeredEnd;
    /** Where it was sent last; null if that connection is lost, so that it must be sent again. */
    private @Nullable ConnectionWatch connection;

    StoringWatch(String reference, Findings findings) {
        this.reference = reference;
        this.findings = findings;
    }

    void stored(ConnectionWatch on, long offset) {
        connection = on;
        sentEnd = offset + 1;
    }

    /** The broker has answered that an offset is stored. */
    void answered(long offset) {
        answeredEnd = Math.max(answeredEnd, offset + 1);
    }

    /** The highest offset that the broker has answered to be stored, plus one. */
    long answeredEnd() {
        return answeredEnd;
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
                isSent(processedEnd),
                "the offset of the last processed message is stored",
                () -> reference + ": " + (sentEnd - 1) + (connection == null ? " on a lost connection" : "")
                        + " (expected: " + (processedEnd - 1) + ")");
    }
}
