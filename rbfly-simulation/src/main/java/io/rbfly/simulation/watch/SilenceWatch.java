package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;

/** Checks that one side of a connection is not silent for too long, once heartbeats are agreed; protocol section 5. */
final class SilenceWatch {
    private static final long NANOS = 1_000_000_000;

    private final String invariant;
    private final int maxIntervals;
    private final long graceNanos;
    private final String connection;
    private final Findings findings;
    private int intervalSeconds;
    private long limitNanos = Long.MAX_VALUE;
    private long lastNanos;

    private SilenceWatch(String invariant, int maxIntervals, long graceNanos, String connection, Findings findings) {
        this.invariant = invariant;
        this.maxIntervals = maxIntervals;
        this.graceNanos = graceNanos;
        this.connection = connection;
        this.findings = findings;
    }

    /**
     * Checks that a client gives up a connection on which nothing arrives. Clients look twice per interval whether
     * something has arrived, and a look that is late counts once: so two intervals and a half are the most, from when
     * something has arrived or the client could look again.
     */
    static SilenceWatch ofBroker(String connection, Findings findings) {
        return new SilenceWatch("a silent connection is given up", 3, 0, connection, findings);
    }

    /** Checks that a client sends something in each interval, and the time that a turn of its event loop may take. */
    static SilenceWatch ofClient(String connection, Findings findings) {
        return new SilenceWatch("heartbeats are sent in time", 1, NANOS, connection, findings);
    }

    /** The client has told the interval of heartbeats; zero means none. */
    void agreed(int seconds) {
        intervalSeconds = seconds;
    }

    /** The handshake, which has its own limit and no heartbeats, has ended. */
    void opened(long nanos) {
        limitNanos = intervalSeconds == 0 ? Long.MAX_VALUE : maxIntervals * intervalSeconds * NANOS + graceNanos;
        lastNanos = nanos;
    }

    /** Nothing has to follow: this side has sent Close, or the response to it. */
    void closing() {
        limitNanos = Long.MAX_VALUE;
    }

    /** Something has come from this side. While the client's event loop is blocked, it can neither send nor look. */
    void heard(long nanos, long blockedUntil) {
        check(nanos, blockedUntil);
        lastNanos = nanos;
    }

    /** Checks a connection that is open, or is being closed. */
    void check(long nanos, long blockedUntil) {
        long silent = nanos - Math.max(lastNanos, blockedUntil);
        findings.check(
                silent <= limitNanos,
                invariant,
                () -> connection + ": silent for " + silent + " ns (expected: " + limitNanos + " at most)");
    }
}
