package io.rbfly.simulation.network;

import java.time.Duration;

/**
 * What all connections of a run have in common.
 *
 * @param latency the time that bytes take at least
 * @param jitter the time that they may take in addition
 * @param bufferBytes the bytes in one direction that are sent and not read, at most
 * @param splits whether bytes arrive in pieces of any size
 */
public record LinkSettings(Duration latency, Duration jitter, int bufferBytes, boolean splits) {
    private static final double SLOW = 1_000_000;

    /**
     * Whether a megabyte takes more than a second. A broker whose bytes do not leave does not read, either; so it may
     * miss heartbeats.
     */
    public boolean isSlow() {
        return bufferBytes * 1e9 / latency.plus(jitter).plusNanos(1).toNanos() < SLOW;
    }
}
