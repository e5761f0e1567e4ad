package io.rbfly.testkit.embedded;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock that a test has set, or that of the system once the former has failed: without the time, a broker could
 * neither store nor refuse a message. Used on the event loop of the cluster only.
 */
final class GuardedClock implements InstantSource {
    private final InstantSource clock;
    private boolean failed;

    GuardedClock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        if (!failed) {
            try {
                return clock.millis();
            } catch (RuntimeException | AssertionError e) {
                failed = true;
                System.getLogger(EmbeddedBroker.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the clock of the embedded broker failed; from now on it uses that of the system",
                                e);
            }
        }
        return System.currentTimeMillis();
    }

    /** Throws {@link IllegalArgumentException} if a time cannot be that of a message. */
    static Instant checked(Instant time) {
        try {
            time.toEpochMilli();
            return time;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "time: " + time + " (expected: " + Instant.ofEpochMilli(Long.MIN_VALUE) + ".."
                            + Instant.ofEpochMilli(Long.MAX_VALUE) + ")",
                    e);
        }
    }
}
