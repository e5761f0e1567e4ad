package io.rbfly.demo.calculation;

import java.time.Duration;

/**
 * How long a broker waits for a silent client: it checks once per heartbeat interval and closes the connection after
 * two to three of them.
 */
public final class Patience {
    private static final double MARGIN = 1.4;

    private final Duration heartbeat;

    public Patience(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** The minimum time for which the connection is kept. */
    public Duration shortest() {
        return heartbeat.multipliedBy(2);
    }

    /** The maximum time for which a silent connection is kept. */
    public Duration longest() {
        return heartbeat.multipliedBy(3);
    }

    /** The duration of a calculation that certainly exceeds the time that the broker waits. */
    Duration outlasting() {
        return Duration.ofMillis(Math.round(longest().toMillis() * MARGIN));
    }
}
