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
     * Whether a megabyte takes more than a second.
     *
     * @param maxTurnNanos the time that an event loop takes at most to read what has arrived, or to write more
     */
    public boolean isSlow(long maxTurnNanos) {
        return bufferBytes * 1e9 / (latency.plus(jitter).toNanos() + 2 * maxTurnNanos + 1) < SLOW;
    }
}
