package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;

/**
 * Checks that a client sends something at least once per interval of heartbeats; protocol section 5. While its event
 * loop is blocked it cannot.
 */
final class HeartbeatWatch {
    /** The time for which a loop that has something to do may have to wait for its turn. */
    private static final long TURN_NANOS = 1_000_000_000;

    private static final long NANOS = 1_000_000_000;

    private final String connection;
    private final Findings findings;
    private int intervalSeconds;
    private long limitNanos = Long.MAX_VALUE;
    private long lastNanos;

    HeartbeatWatch(String connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /** The client has told the interval; zero means no heartbeats. */
    void agreed(int seconds) {
        intervalSeconds = seconds;
    }

    /** The handshake, in which no heartbeats are sent, has ended. */
    void opened(long nanos) {
        limitNanos = intervalSeconds == 0 ? Long.MAX_VALUE : intervalSeconds * NANOS + TURN_NANOS;
        lastNanos = nanos;
    }

    /** The client has sent Close, or the response to it: nothing has to follow. */
    void closing() {
        limitNanos = Long.MAX_VALUE;
    }

    /** The client has sent something. */
    void written(long nanos, long blockedUntil) {
        check(nanos, blockedUntil);
        lastNanos = nanos;
    }

    /** Checks a connection that is open. */
    void check(long nanos, long blockedUntil) {
        long silent = nanos - Math.max(lastNanos, blockedUntil);
        findings.check(
                silent <= limitNanos,
                "heartbeats are sent in time",
                () -> connection + ": nothing was sent for " + silent + " ns (expected: " + limitNanos + " at most)");
    }
}
