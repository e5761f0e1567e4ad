package io.rbfly.demo.calculation;

import java.time.Duration;

/** How long a broker waits for a silent client: it looks once per heartbeat and closes after two to three of them. */
public final class Patience {
    private static final double MARGIN = 1.4;

    private final Duration heartbeat;

    public Patience(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** The connection is kept for at least as long. */
    public Duration shortest() {
        return heartbeat.multipliedBy(2);
    }

    /** No silent connection lives longer. */
    public Duration longest() {
        return heartbeat.multipliedBy(3);
    }

    /** What a calculation should take so that it surely outlasts the broker. */
    Duration outlasting() {
        return Duration.ofMillis(Math.round(longest().toMillis() * MARGIN));
    }
}
