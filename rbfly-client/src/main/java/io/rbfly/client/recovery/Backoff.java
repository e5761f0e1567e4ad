package io.rbfly.client.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt: doubling from the first pause to the longest, each drawn from its upper half, so
 * that the clients of a restarted node do not come back together.
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

    /** Attempts since the last success. */
    public int attempts() {
        return attempts;
    }

    /** Forgets the attempts that failed. */
    public void reset() {
        attempts = 0;
    }

    /** The pause before the next attempt. */
    public Duration next() {
        return pause(attempts++);
    }

    /** After how many attempts that failed the pauses grow no more. */
    int longestAfter() {
        int failed = 0;
        while (failed < MAX_DOUBLINGS && (double) first.toNanos() * (1L << failed) < longest.toNanos()) {
            failed++;
        }
        return failed;
    }

    /** A pause after so many attempts that failed. */
    Duration pause(int failed) {
        double pause = Math.min(
                (double) first.toNanos() * (1L << Math.min(failed, MAX_DOUBLINGS)), (double) longest.toNanos());
        return Duration.ofNanos((long) (pause * (0.5 + random.nextDouble() / 2)));
    }
}
