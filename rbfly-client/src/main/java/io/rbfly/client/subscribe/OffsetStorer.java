package io.rbfly.client.subscribe;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.StoreOffset;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the offset of the last message that was dealt with: every so many messages, every so often, and at the end. Used on the
 * event loop only.
 */
final class OffsetStorer {
    private final String stream;
    private final String reference;
    private final Duration interval;
    private final Timer timer;
    private final HandledOffset handled;
    private @Nullable Connection connection;
    private Timer.@Nullable Scheduled scheduled;
    private boolean ended;

    /** With how to get back to the event loop. */
    OffsetStorer(String stream, OffsetStoring storing, Timer timer, Consumer<Runnable> onLoop) {
        this.stream = stream;
        this.reference = storing.reference();
        this.interval = storing.interval();
        this.timer = timer;
        this.handled = new HandledOffset(storing, () -> onLoop.accept(this::store));
    }

    /** Where messages that were dealt with are noted. */
    HandledOffset handled() {
        return handled;
    }

    /** There is a connection; what could not be stored without one is stored now. */
    void connected(Connection connection) {
        this.connection = connection;
        store();
        if (scheduled == null) {
            tick();
        }
    }

    /** There is no connection for a while. What was sent last may not have arrived. */
    void disconnected() {
        connection = null;
        handled.forgetStored();
    }

    /** Stores for the last time. */
    void end() {
        store();
        ended = true;
        connection = null;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void tick() {
        scheduled = timer.schedule(interval, () -> {
            store();
            if (!ended) {
                tick();
            }
        });
    }

    private void store() {
        if (connection != null && handled.isNew()) {
            connection.send(new StoreOffset(reference, stream, handled.store()));
        }
    }
}
