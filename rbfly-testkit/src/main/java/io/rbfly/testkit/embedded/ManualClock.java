package io.rbfly.testkit.embedded;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that a test moves by hand: for timestamps of messages, and for the maximum age of a stream. May be used from
 * any thread.
 */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    private ManualClock(Instant start) {
        now = start;
    }

    /**
     * Creates a clock that shows a time until it is moved.
     *
     * @throws IllegalArgumentException if it has more milliseconds since 1970 than a long
     */
    public static ManualClock at(Instant start) {
        return new ManualClock(GuardedClock.checked(Objects.requireNonNull(start, "start")));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the duration is negative, or so long that no message can have that time
     */
    public synchronized void advance(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
        }
        Instant next;
        try {
            next = now.plus(duration);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: a time that there is)", e);
        }
        now = GuardedClock.checked(next);
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
