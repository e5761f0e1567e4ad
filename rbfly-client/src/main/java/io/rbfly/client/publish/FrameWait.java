package io.rbfly.client.publish;

import io.rbfly.client.loop.TimeBound;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.OutgoingFrame;
import java.time.Duration;

/** How long the open frame waits for further messages. Guarded by the lock of the batch. */
final class FrameWait {
    private static final long NO_TIMER = -1;

    private final Timer timer;
    /** Zero if frames do not wait, {@link TimeBound#NEVER} if they are not sent because of time. */
    private final long maxNanos;
    /** Whether a timer on the event loop will check for a frame that has waited long enough. */
    private boolean timed;

    private long timerNanos = NO_TIMER;

    FrameWait(Duration max, Timer timer) {
        this.maxNanos = TimeBound.nanos(max);
        this.timer = timer;
    }

    /** Whether frames do not wait. */
    boolean isZero() {
        return maxNanos == 0;
    }

    /**
     * Whether the last message has opened a frame for which there is no timer. A running timer is used for the next
     * frame.
     *
     * @param messages those of the open frame
     */
    boolean needsTimer(int messages) {
        return !timed && messages == 1 && maxNanos != TimeBound.NEVER;
    }

    /** Whether a frame still waits. If there is no timer for it, {@link #beginTimer} returns its time. */
    boolean lasts(OutgoingFrame frame) {
        if (maxNanos == TimeBound.NEVER) {
            return true;
        }
        long nanos = maxNanos - (timer.nanoTime() - frame.openedNanos());
        if (nanos > 0 && !timed) {
            timed = true;
            timerNanos = nanos;
        }
        return nanos > 0;
    }

    /** The nanoseconds after which to check again; negative if no timer is needed. */
    long beginTimer() {
        long nanos = timerNanos;
        timerNanos = NO_TIMER;
        return nanos;
    }

    /** The timer has run. */
    void endTimer() {
        timed = false;
    }
}
