package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a heartbeat when nothing else was sent for a while, and notices when the peer is silent; protocol section 5.
 * Used on the event loop only.
 *
 * <p>It looks twice in each interval. Silence is counted in looks and not in time: when the loop was blocked, one late
 * look counts once, so that what arrived meanwhile is read before the peer is called dead.
 */
final class HeartbeatMonitor {
    /** Looks without a byte read: two intervals, the least that a peer may take. */
    private static final int MAX_SILENT_CHECKS = 4;

    private static final int MANY_BYTES = 1024;

    private final Timer timer;
    private final Runnable sendHeartbeat;
    private final Runnable peerIsSilent;
    private Duration halfInterval = Duration.ZERO;
    private Timer.@Nullable Scheduled nextLook;
    private boolean frameRead;
    private long bytesRead;
    private boolean written;
    private int silentLooks;

    HeartbeatMonitor(Timer timer, Runnable sendHeartbeat, Runnable peerIsSilent) {
        this.timer = timer;
        this.sendHeartbeat = sendHeartbeat;
        this.peerIsSilent = peerIsSilent;
    }

    /** Starts with the agreed interval; zero means no heartbeats either way. */
    void start(Duration interval) {
        if (!interval.isZero()) {
            halfInterval = interval.dividedBy(2);
            scheduleLook();
        }
    }

    void stop() {
        if (nextLook != null) {
            nextLook.cancel();
            nextLook = null;
        }
    }

    /**
     * Bytes of a frame that is not complete: a sign of life when they are many. A frame whose size is damaged is never
     * complete, and what little the peer sends as heartbeats vanishes in it.
     */
    void bytesRead(int bytes) {
        bytesRead += bytes;
    }

    /** Each complete frame is a sign of life. */
    void frameRead() {
        frameRead = true;
    }

    /** Any byte that was written is a sign of life to the peer. */
    void bytesWritten() {
        written = true;
    }

    private void look() {
        boolean alive = frameRead || bytesRead >= MANY_BYTES;
        silentLooks = alive ? 0 : silentLooks + 1;
        frameRead = false;
        bytesRead = 0;
        if (silentLooks >= MAX_SILENT_CHECKS) {
            nextLook = null;
            peerIsSilent.run();
            return;
        }
        boolean idle = !written;
        written = false;
        if (idle) {
            sendHeartbeat.run();
        }
        scheduleLook();
    }

    private void scheduleLook() {
        nextLook = timer.schedule(halfInterval, this::look);
    }
}
