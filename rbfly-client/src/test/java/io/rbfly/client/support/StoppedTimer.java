package io.rbfly.client.support;

import io.rbfly.client.loop.Timer;
import java.time.Duration;

/** Time that stands still, for what sets no timer. */
public final class StoppedTimer implements Timer {
    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        throw new AssertionError("a timer is set, in " + delay);
    }
}
