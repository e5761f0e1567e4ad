package io.rbfly.client.recovery;

import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.loop.Timer;
import java.time.Duration;

/**
 * How the attempts of one went so far that needs a connection: what {@link RecoveryPolicy} goes by, and how long to
 * pause before the next. The only one that counts towards the most attempts to reconnect. Used on the event loop only.
 */
public final class Attempts {
    private final ClientSettings settings;
    private final Timer timer;
    private final long startNanos;
    private boolean everSucceeded;
    private boolean succeeded;
    private long succeededNanos;
    /** Attempts to come back in a row, since a success that lasted. */
    private int reconnects;
    /** Pauses in a row, since a success that lasted. */
    private int pauses;

    public Attempts(ClientSettings settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
        this.startNanos = timer.nanoTime();
    }

    /** What was wanted is there. */
    public void succeeded() {
        everSucceeded = true;
        succeeded = true;
        succeededNanos = timer.nanoTime();
    }

    /** What was there is lost. If it had lasted, counting begins anew; else a broker may be one that drops each. */
    public void lost() {
        if (succeeded
                && timer.nanoTime() - succeededNanos >= settings.firstBackoff().toNanos()) {
            reconnects = 0;
            pauses = 0;
        }
        succeeded = false;
    }

    /** Counting begins anew. */
    public void reset() {
        reconnects = 0;
        pauses = 0;
    }

    /** Whether there ever was what is wanted. */
    public boolean everSucceeded() {
        return everSucceeded;
    }

    /** Whether nothing failed since a success that lasted. */
    public boolean isFirst() {
        return reconnects == 0 && pauses == 0;
    }

    /** Whether the application allows another attempt to reconnect. */
    public boolean mayReconnect() {
        return reconnects < settings.maxReconnects();
    }

    /** Counts an attempt to reconnect. */
    public void reconnecting() {
        reconnects++;
    }

    /** Attempts to reconnect in a row. */
    public int reconnects() {
        return reconnects;
    }

    /** Attempts that failed in a row. */
    public int failures() {
        return Math.max(reconnects, pauses);
    }

    /** Counts a pause, and returns how many there were before. */
    public int pausing() {
        return pauses++;
    }

    /** Whether it began less than a request timeout ago. */
    boolean isPatient() {
        Duration passed = Duration.ofNanos(timer.nanoTime() - startNanos);
        return passed.compareTo(settings.requestTimeout()) < 0;
    }
}
