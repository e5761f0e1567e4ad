package io.rbfly.client.subscribe;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.StoreOffset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the offset up to which messages were processed: every so many messages, every so often, and at the end. Used on the
 * event loop only.
 */
final class OffsetStorer {
    private final String stream;
    private final String reference;
    private final Duration interval;
    private final Timer timer;
    private final OffsetOutbox outbox;
    private final HandledOffset handled;
    private @Nullable Connection connection;
    private Timer.@Nullable Scheduled scheduled;
    private boolean ended;

    /** With how to get back to the event loop. */
    OffsetStorer(String stream, OffsetStoring storing, Timer timer, OffsetOutbox outbox, Consumer<Runnable> onLoop) {
        this.stream = stream;
        this.reference = storing.reference();
        this.interval = storing.interval();
        this.timer = timer;
        this.outbox = outbox;
        this.handled = new HandledOffset(storing, () -> onLoop.accept(this::store));
    }

    /** Where messages that were processed are noted. */
    HandledOffset handled() {
        return handled;
    }

    /**
     * There is a connection, which the outbox does not know yet: what could not be stored without one, or may not have
     * arrived, leaves with what is in there, of which the highest counts.
     */
    void connected(Connection connection) {
        this.connection = connection;
        if (handled.isNew()) {
            outbox.store(reference, handled.store(), new CompletableFuture<>());
        }
        if (scheduled == null) {
            tick();
        }
    }

    /** There is no connection for a while. What was sent last may not have arrived. */
    void disconnected() {
        connection = null;
        handled.forgetStored();
    }

    /** The stream was created again, and its first chunk written at this time. */
    void beginAgain(long chunkMillis) {
        handled.beginAgain(chunkMillis);
    }

    /** Stores what is processed by now. A message that is still being handled is stored when it is, if there is a connection. */
    void end() {
        handled.storeEach(); // first: what is processed from now on in another thread has no later time
        store();
        ended = true;
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
        if (connection != null && !connection.closed().isDone() && handled.isNew()) {
            connection.send(new StoreOffset(reference, stream, handled.store()));
        }
    }
}
