package io.rbfly.client.publish.frame;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then for messages that have waited too long, instead of a timer for each. Frames are looked at as a
 * whole: what is in one was accepted within one period. Used on the event loop only.
 */
public final class ConfirmTimeout {
    /** A message times out late by at most two parts. */
    private static final int PARTS = 8;

    private final Timer timer;
    private final long timeoutNanos;
    private final Duration period;
    private final LongConsumer expire;
    private Timer.@Nullable Scheduled next;

    /** With what ends the messages of all frames that were opened at a time or before. */
    public ConfirmTimeout(Timer timer, Duration timeout, LongConsumer expire) {
        this.timer = timer;
        this.timeoutNanos = timeout.toNanos();
        this.period = Duration.ofNanos(periodNanos(timeout));
        this.expire = expire;
    }

    /** How often to look, and how long a frame may take messages; zero when there is no timeout. */
    public static long periodNanos(Duration timeout) {
        return timeout.isZero() ? 0 : Math.max(1, timeout.toNanos() / PARTS);
    }

    /** Begins to look, if there is a timeout. */
    public void start() {
        if (timeoutNanos > 0) {
            next = timer.schedule(period, this::sweep);
        }
    }

    /** Looks no more. */
    public void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void sweep() {
        next = timer.schedule(period, this::sweep); // first, since the publisher may end in what follows
        expire.accept(timer.nanoTime() - timeoutNanos - period.toNanos());
    }
}
