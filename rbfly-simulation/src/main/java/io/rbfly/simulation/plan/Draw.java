package io.rbfly.simulation.plan;

import java.time.Duration;
import java.util.SplittableRandom;

/** Draws what plans consist of. */
final class Draw {
    private static final long SHORT_NANOS = 10_000;

    private final SplittableRandom random;

    Draw(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Any number. */
    long seed() {
        return random.nextLong();
    }

    /** A number from 0 to below a limit. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** A number between 0 and 1. */
    double share() {
        return random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** A time up to another. */
    Duration upTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
    }

    /** A time between 10 microseconds and another one; each order of magnitude is as probable as each other. */
    Duration ofAnyMagnitude(Duration longest) {
        double magnitude = random.nextDouble() * Math.log((double) longest.toNanos() / SHORT_NANOS);
        return Duration.ofNanos((long) (SHORT_NANOS * Math.exp(magnitude)));
    }
}
