package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a heartbeat if nothing else was sent for a while, and detects that the peer is silent; protocol section 5. Used
 * on the event loop only.
 *
 * <p>It checks twice per interval. Silence is measured in checks and not in time: if the event loop was blocked, one
 * late check counts once, so that the bytes that arrived meanwhile are read before the connection is considered lost.
 */
final class HeartbeatMonitor {
    /** The checks without a byte read: two intervals, the shortest time that a peer may take. */
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

    /** Starts with the negotiated interval; zero means no heartbeats in either direction. */
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
     * Bytes of an incomplete frame were read, which prove that the peer is alive if there are many. A frame with a
     * damaged size is never complete: the few bytes of the peer's heartbeats become part of it.
     */
    void bytesRead(int bytes) {
        bytesRead += bytes;
    }

    /** A complete frame was read, which proves that the peer is alive. */
    void frameRead() {
        frameRead = true;
    }

    /** Bytes were written, which prove to the peer that this client is alive. */
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
