package io.rbfly.client.publish;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timer that sends a frame that was not sent because of further messages or confirms. There is at most one: if its
 * frame was sent before, it is used for the frame that waits then, so that load sets a timer only occasionally and not
 * for each frame. Used on the event loop only.
 */
final class FrameDelay {
    private final Timer timer;
    private final OutgoingBatch batch;
    private Timer.@Nullable Scheduled running;

    FrameDelay(Timer timer, OutgoingBatch batch) {
        this.timer = timer;
        this.batch = batch;
    }

    /** Makes sure that the waiting frame, if any, is sent in time. */
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

    /** Cancels the timer. */
    void stop() {
        if (running != null) {
            running.cancel();
            running = null;
            batch.endTimer();
        }
    }
}
