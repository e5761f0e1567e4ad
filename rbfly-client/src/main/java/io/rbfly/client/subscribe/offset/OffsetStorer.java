package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the offset up to which messages were processed: every so many messages, every so often, and at the end. Used
 * on the event loop only.
 */
public final class OffsetStorer {
    private final String stream;
    private final String reference;
    private final Duration interval;
    private final Timer timer;
    private final PendingOffsets pendingOffsets;
    private final ProcessedOffset handled;
    private @Nullable Connection connection;
    private Timer.@Nullable Scheduled scheduled;
    private boolean ended;

    /** With how to get back to the event loop. */
    public OffsetStorer(
            String stream,
            OffsetStoring storing,
            Timer timer,
            PendingOffsets pendingOffsets,
            Consumer<Runnable> onLoop) {
        this.stream = stream;
        this.reference = storing.reference();
        this.interval = storing.interval();
        this.timer = timer;
        this.pendingOffsets = pendingOffsets;
        this.handled = new ProcessedOffset(storing, () -> onLoop.accept(this::store));
    }

    /** Where messages that were processed are noted. */
    public ProcessedOffset handled() {
        return handled;
    }

    /**
     * There is a connection, which pendingOffsets does not know yet: what could not be stored without one, or may not
     * have arrived, leaves with what is in there, of which the highest counts.
     */
    public void connected(Connection connection) {
        this.connection = connection;
        if (handled.isNew()) {
            pendingOffsets.store(reference, handled.store(), new CompletableFuture<>());
        }
        if (scheduled == null) {
            tick();
        }
    }

    /** There is no connection for a while. What was sent last may not have arrived. */
    public void disconnected() {
        connection = null;
        handled.forgetStored();
    }

    /** The stream was created again, and its first chunk written at this time. */
    public void beginAgain(long chunkMillis) {
        handled.beginAgain(chunkMillis);
    }

    /**
     * Stores what is processed by now. A message that is still being handled is stored when it is, if there is a
     * connection.
     */
    public void end() {
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
