package io.rbfly.client.publish.frame;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks periodically for messages that have waited too long, in place of a timer for each. Whole frames are checked:
 * their messages were accepted within one period. Used on the event loop only.
 */
public final class ConfirmTimeout {
    /** The checks per timeout. A message times out late by at most two periods. */
    private static final int CHECKS_PER_TIMEOUT = 8;

    private final Timer timer;
    private final long timeoutNanos;
    private final Duration period;
    private final LongConsumer expire;
    private Timer.@Nullable Scheduled next;

    /** Creates a timeout with a function that fails the messages of all frames that were opened at a time or before. */
    public ConfirmTimeout(Timer timer, Duration timeout, LongConsumer expire) {
        this.timer = timer;
        this.timeoutNanos = timeout.toNanos();
        this.period = Duration.ofNanos(periodNanos(timeout));
        this.expire = expire;
    }

    /** The period of the checks, and the time for which a frame may accept messages; zero if there is no timeout. */
    public static long periodNanos(Duration timeout) {
        return timeout.isZero() ? 0 : Math.max(1, timeout.toNanos() / CHECKS_PER_TIMEOUT);
    }

    /** Starts checking, if there is a timeout. */
    public void start() {
        if (timeoutNanos > 0) {
            next = timer.schedule(period, this::sweep);
        }
    }

    /** Stops checking. */
    public void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void sweep() {
        next = timer.schedule(period, this::sweep); // first, since the publisher may end in the following call
        expire.accept(timer.nanoTime() - timeoutNanos - period.toNanos());
    }
}
