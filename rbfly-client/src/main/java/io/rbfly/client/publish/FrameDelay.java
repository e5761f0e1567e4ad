package io.rbfly.client.publish;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timer by which a frame leaves that neither messages nor confirms have made leave. There is one at most: when its
 * frame left before, it serves the frame that waits then, so that a flood sets a timer now and then and none for each
 * frame. Used on the event loop only.
 */
final class FrameDelay {
    private final Timer timer;
    private final OutgoingBatch batch;
    private Timer.@Nullable Scheduled running;

    FrameDelay(Timer timer, OutgoingBatch batch) {
        this.timer = timer;
        this.batch = batch;
    }

    /** Sees to it that the frame that waits, if any, is sent in time. */
    void watch(Runnable send) {
        if (running != null) {
            return;
        }
        long nanos = batch.beginTimer();
        if (nanos >= 0) {
            running = timer.schedule(Duration.ofNanos(nanos), () -> {
                stop();
                send.run();
            });
        }
    }

    /** Ends the timer. */
    void stop() {
        if (running != null) {
            running.cancel();
            running = null;
            batch.endTimer();
        }
    }
}
