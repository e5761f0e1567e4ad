package io.rbfly.client.connection;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Detects that a broker does not confirm what was published on a connection. The protocol does not report this, but it
 * happens while a broker is short of disk space or memory: it does not read from publishing connections, so requests on
 * them are not answered either. Used on the event loop only.
 */
final class ConfirmMonitor {
    /** The time without a confirm after which requests should use another connection. */
    private static final Duration STALLED_AFTER = Duration.ofSeconds(1);

    /** The time without a confirm after which the application is notified. */
    private static final Duration BLOCKED_AFTER = Duration.ofSeconds(5);

    private final String connection;
    private final Timer timer;
    private final Consumer<? super ClientEvent> listener;
    private boolean waiting;
    private long sinceNanos;
    private boolean watching;
    private boolean blocked;

    ConfirmMonitor(String connection, Timer timer, Consumer<? super ClientEvent> listener) {
        this.connection = connection;
        this.timer = timer;
        this.listener = listener;
    }

    /** Messages are sent. */
    void published() {
        if (!waiting) {
            waiting = true;
            sinceNanos = timer.nanoTime();
            if (!watching) {
                watching = true;
                timer.schedule(BLOCKED_AFTER, this::look);
            }
        }
    }

    /** Messages were confirmed, or refused. */
    void answered() {
        waiting = false;
        if (blocked) {
            blocked = false;
            listener.accept(new Events.PublishingUnblocked(connection));
        }
    }

    /** The connection is closed or lost. */
    void stop() {
        answered();
    }

    /** Whether requests on this connection may not be answered either. */
    boolean isStalled() {
        return waiting && timer.nanoTime() - sinceNanos >= STALLED_AFTER.toNanos();
    }

    private void look() {
        watching = false;
        if (!waiting || blocked) {
            return;
        }
        Duration waited = Duration.ofNanos(timer.nanoTime() - sinceNanos);
        if (waited.compareTo(BLOCKED_AFTER) >= 0) {
            blocked = true;
            listener.accept(new Events.PublishingBlocked(connection, waited));
        } else {
            watching = true;
            timer.schedule(BLOCKED_AFTER.minus(waited), this::look);
        }
    }
}
