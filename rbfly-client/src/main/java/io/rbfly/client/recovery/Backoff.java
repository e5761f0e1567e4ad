package io.rbfly.client.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses before attempts: doubling from the first to the longest, each drawn at random from its upper half, so that
 * the clients of a restarted node do not reconnect simultaneously.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int attempts;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The number of attempts since the last success. */
    public int attempts() {
        return attempts;
    }

    /** Resets the number of failed attempts. */
    public void reset() {
        attempts = 0;
    }

    /** Returns the pause before the next attempt. */
    public Duration next() {
        return pause(attempts++);
    }

    /** The number of failed attempts after which the pauses no longer grow. */
    int longestAfter() {
        int failed = 0;
        while (failed < MAX_DOUBLINGS && (double) first.toNanos() * (1L << failed) < longest.toNanos()) {
            failed++;
        }
        return failed;
    }

    /** Returns a pause after a number of failed attempts. */
    Duration pause(int failed) {
        double pause = Math.min(
                (double) first.toNanos() * (1L << Math.min(failed, MAX_DOUBLINGS)), (double) longest.toNanos());
        return Duration.ofNanos((long) (pause * (0.5 + random.nextDouble() / 2)));
    }
}
