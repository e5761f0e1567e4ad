package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
import java.time.Duration;

/**
 * How the attempts of one went so far that needs a connection: what {@link RecoveryPolicy} goes by, and how long to pause
 * before the next. The only one that counts towards the most attempts to reconnect. Used on the event loop only.
 */
final class Attempts {
    private final ConnectionSettings settings;
    private final Timer timer;
    private final long startNanos;
    private boolean everSucceeded;
    private boolean succeeded;
    private long succeededNanos;
    /** Attempts to come back in a row, since a success that lasted. */
    private int reconnects;
    /** Pauses in a row, since a success that lasted. */
    private int pauses;

    Attempts(ConnectionSettings settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
        this.startNanos = timer.nanoTime();
    }

    /** What was wanted is there. */
    void succeeded() {
        everSucceeded = true;
        succeeded = true;
        succeededNanos = timer.nanoTime();
    }

    /** What was there is lost. If it had lasted, counting begins anew; else a broker may be one that drops each. */
    void lost() {
        if (succeeded
                && timer.nanoTime() - succeededNanos >= settings.firstBackoff().toNanos()) {
            reconnects = 0;
            pauses = 0;
        }
        succeeded = false;
    }

    /** Counting begins anew. */
    void reset() {
        reconnects = 0;
        pauses = 0;
    }

    /** Whether there ever was what is wanted. */
    boolean everSucceeded() {
        return everSucceeded;
    }

    /** Whether nothing failed since a success that lasted. */
    boolean isFirst() {
        return reconnects == 0 && pauses == 0;
    }

    /** Whether the application allows another attempt to reconnect. */
    boolean mayReconnect() {
        return reconnects < settings.maxReconnects();
    }

    /** Counts an attempt to reconnect. */
    void reconnecting() {
        reconnects++;
    }

    /** Attempts to reconnect in a row. */
    int reconnects() {
        return reconnects;
    }

    /** Attempts that failed in a row. */
    int failures() {
        return Math.max(reconnects, pauses);
    }

    /** Counts a pause, and returns how many there were before. */
    int pausing() {
        return pauses++;
    }

    /** Whether it began less than a request timeout ago. */
    boolean isPatient() {
        Duration passed = Duration.ofNanos(timer.nanoTime() - startNanos);
        return passed.compareTo(settings.requestTimeout()) < 0;
    }
}
