package io.rbfly.client.subscribe.offset;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells when no offset that was sent before can arrive any more. Brokers keep what arrives last: an offset that was
 * sent on a lost connection, by a former subscription or by the former active member of the group may replace a later
 * one.
 */
final class LateOffsets {
    /** A broker closes a connection on which it has received nothing for two heartbeats of a minute. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Timer timer;
    private final Runnable over;
    private Timer.@Nullable Scheduled scheduled;
    /** Whether a connection was lost, or another member was active. */
    private boolean probable;

    /** @param over called when none can arrive any more */
    LateOffsets(Timer timer, Runnable over) {
        this.timer = timer;
        this.over = over;
    }

    /** The subscription is declared: it is possible, though not likely, that an offset of a former one arrives late. */
    void declared() {
        if (scheduled == null) {
            expect();
        }
    }

    /** A connection was lost, or another member was active. */
    void probable() {
        probable = true;
        if (scheduled != null) {
            scheduled.cancel();
        }
        expect();
    }

    private void expect() {
        scheduled = timer.schedule(LATE, () -> {
            scheduled = null;
            probable = false;
            over.run();
        });
    }

    /** Stops. Returns whether one that is probable may have arrived. */
    boolean end() {
        boolean may = probable;
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
        probable = false;
        return may;
    }
}
