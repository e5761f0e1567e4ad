package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;

/**
 * Checks that a client gives up a connection on which nothing arrives; protocol section 5. Clients look twice per
 * interval whether something has arrived, and a look that is late counts once: so two intervals and a half are the
 * most, from when something has arrived or the client could look again.
 */
final class SilenceWatch {
    private static final int MAX_INTERVALS = 3;
    private static final long NANOS = 1_000_000_000;

    private final String connection;
    private final Findings findings;
    private int intervalSeconds;
    private long limitNanos = Long.MAX_VALUE;
    private long lastNanos;

    SilenceWatch(String connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /** The client has told the interval of heartbeats; zero means none. */
    void agreed(int seconds) {
        intervalSeconds = seconds;
    }

    /** The handshake, which has its own limit, has ended. */
    void opened() {
        limitNanos = intervalSeconds == 0 ? Long.MAX_VALUE : MAX_INTERVALS * intervalSeconds * NANOS;
    }

    /** Something has arrived. */
    void read(long nanos, long blockedUntil) {
        check(nanos, blockedUntil);
        lastNanos = nanos;
    }

    /** Checks a connection that is open, or is being closed. */
    void check(long nanos, long blockedUntil) {
        long silent = nanos - Math.max(lastNanos, blockedUntil);
        findings.check(
                silent <= limitNanos,
                "a silent connection is given up",
                () -> connection + ": nothing has arrived for " + silent + " ns (expected: " + limitNanos
                        + " at most)");
    }
}
