package io.rbfly.client.recovery;

import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.loop.Timer;
import java.time.Duration;

/**
 * Counts the attempts for one publisher, subscription or connection: the state on which {@link RecoveryPolicy} decides,
 * and the pause before the next attempt. The only counter for the maximum number of attempts to reconnect. Used on the
 * event loop only.
 */
public final class Attempts {
    private final ClientSettings settings;
    private final Timer timer;
    private final long startNanos;
    private boolean everSucceeded;
    private boolean succeeded;
    private long succeededNanos;
    /** Consecutive attempts to reconnect since a success that lasted. */
    private int reconnects;
    /** Consecutive pauses since a success that lasted. */
    private int pauses;

    public Attempts(ClientSettings settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
        this.startNanos = timer.nanoTime();
    }

    /** The attempt has succeeded. */
    public void succeeded() {
        everSucceeded = true;
        succeeded = true;
        succeededNanos = timer.nanoTime();
    }

    /**
     * The connection is lost. The counters are reset if it had lasted; otherwise the broker may be one that closes each
     * connection.
     */
    public void lost() {
        if (succeeded
                && timer.nanoTime() - succeededNanos >= settings.firstBackoff().toNanos()) {
            reconnects = 0;
            pauses = 0;
        }
        succeeded = false;
    }

    /** Resets the counters. */
    public void reset() {
        reconnects = 0;
        pauses = 0;
    }

    /** Whether any attempt has succeeded so far. */
    public boolean everSucceeded() {
        return everSucceeded;
    }

    /** Whether there was no failure since a success that lasted. */
    public boolean isFirst() {
        return reconnects == 0 && pauses == 0;
    }

    /** Whether the application's limit allows another attempt to reconnect. */
    public boolean mayReconnect() {
        return reconnects < settings.maxReconnects();
    }

    /** Counts an attempt to reconnect. */
    public void reconnecting() {
        reconnects++;
    }

    /** The number of consecutive attempts to reconnect. */
    public int reconnects() {
        return reconnects;
    }

    /** The number of consecutive pauses. */
    public int pauses() {
        return pauses;
    }

    /** The number of consecutive failed attempts. */
    public int failures() {
        return Math.max(reconnects, pauses);
    }

    /** Counts a pause, and returns the number of pauses before it. */
    public int pausing() {
        return pauses++;
    }

    /** Whether the attempts started less than a request timeout ago. */
    boolean isPatient() {
        Duration passed = Duration.ofNanos(timer.nanoTime() - startNanos);
        return passed.compareTo(settings.requestTimeout()) < 0;
    }
}
