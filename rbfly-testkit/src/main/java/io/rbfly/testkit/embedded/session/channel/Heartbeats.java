package io.rbfly.testkit.embedded.session.channel;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one connection, section 5 of the protocol: every half interval one is sent if nothing else was;
 * every interval the received bytes are counted, and two counts in a row without a change end the connection. The first
 * look after half an interval always sends one.
 */
public final class Heartbeats {
    private static final int MAX_MISSED = 2;
    private static final long NOT_LOOKED = -1;

    private final NodeTimers timers;
    private final LongSupplier sentFrames;
    private final LongSupplier receivedBytes;
    private final Runnable heartbeat;
    private final Runnable silent;
    private Duration interval = Duration.ZERO;
    private NodeTimers.@Nullable Timer sending;
    private NodeTimers.@Nullable Timer checking;
    private long lastSent;
    private long lastReceived;
    private int missed;

    /**
     * Creates heartbeats that are not sent yet.
     *
     * @param heartbeat sends a heartbeat
     * @param silent the client has sent nothing for too long
     */
    public Heartbeats(
            NodeTimers timers,
            LongSupplier sentFrames,
            LongSupplier receivedBytes,
            Runnable heartbeat,
            Runnable silent) {
        this.timers = timers;
        this.sentFrames = sentFrames;
        this.receivedBytes = receivedBytes;
        this.heartbeat = heartbeat;
        this.silent = silent;
    }

    /** Starts, with an interval in seconds; 0 for no heartbeats. */
    public void start(int seconds) {
        interval = Duration.ofSeconds(seconds);
        if (seconds > 0) {
            lastSent = NOT_LOOKED;
            lastReceived = NOT_LOOKED;
            sendLater();
            checkLater();
        }
    }

    /** The client need not send anything, since nothing is read from it. */
    public void suspend() {
        cancel(checking);
        checking = null;
    }

    /** The client has to send something again, from now on. */
    public void resume() {
        if (checking == null && sending != null) {
            missed = 0;
            lastReceived = NOT_LOOKED;
            checkLater();
        }
    }

    /** Ends everything. */
    public void stop() {
        cancel(sending);
        cancel(checking);
        sending = null;
        checking = null;
    }

    private static void cancel(NodeTimers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void sendLater() {
        sending = timers.after(interval.dividedBy(2), this::send);
    }

    private void checkLater() {
        checking = timers.after(interval, this::check);
    }

    /** A heartbeat that is sent here is traffic for the next look. */
    private void send() {
        sendLater();
        long sent = sentFrames.getAsLong();
        if (lastSent == NOT_LOOKED || sent == lastSent) {
            heartbeat.run();
        }
        lastSent = sent;
    }

    private void check() {
        checkLater();
        long received = receivedBytes.getAsLong();
        missed = received != lastReceived ? 0 : missed + 1;
        lastReceived = received;
        if (missed == MAX_MISSED) {
            silent.run();
        }
    }
}
