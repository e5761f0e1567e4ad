package io.rbfly.client.connection;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Notices that a broker does not confirm what was published on a connection. The protocol has no word for it, but it is
 * what happens while a broker is short of disk or memory: it reads nothing from connections that publish, so that
 * requests on them are not answered either. Used on the event loop only.
 */
final class ConfirmMonitor {
    /** After so long without a confirm, requests had better go elsewhere. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(1);

    /** After so long the application is told. */
    private static final Duration BLOCKED = Duration.ofSeconds(5);

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

    /** Messages leave. */
    void published() {
        if (!waiting) {
            waiting = true;
            sinceNanos = timer.nanoTime();
            if (!watching) {
                watching = true;
                timer.schedule(BLOCKED, this::look);
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

    /** The connection is gone, and what happens on it with it. */
    void stop() {
        answered();
    }

    /** Whether a request on this connection may not be answered either. */
    boolean isStalled() {
        return waiting && timer.nanoTime() - sinceNanos >= SUSPICIOUS.toNanos();
    }

    private void look() {
        watching = false;
        if (!waiting || blocked) {
            return;
        }
        Duration waited = Duration.ofNanos(timer.nanoTime() - sinceNanos);
        if (waited.compareTo(BLOCKED) >= 0) {
            blocked = true;
            listener.accept(new Events.PublishingBlocked(connection, waited));
        } else {
            watching = true;
            timer.schedule(BLOCKED.minus(waited), this::look);
        }
    }
}
