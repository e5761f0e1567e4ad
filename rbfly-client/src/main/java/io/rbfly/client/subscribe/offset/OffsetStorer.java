package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the offset up to which messages are processed: after a number of messages, after a time, and at the end. Used
 * on the event loop only.
 */
public final class OffsetStorer {
    /**
     * How long an offset is held back at most on a new connection while no chunk arrives: that the broker has no offset
     * may also be due to a lost leader, or to none having been stored.
     */
    private static final Duration HELD = Duration.ofMinutes(1);

    /** How long the last offset is stored again, which is time that a hand-over takes. */
    private static final Duration ELECTION = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final String stream;
    private final String reference;
    private final Duration interval;
    private final Timer timer;
    private final PendingOffsets pendingOffsets;
    private final ProcessedOffset handled;
    private @Nullable Connection connection;
    /** Whether a chunk was received since the subscription was declared. */
    private BooleanSupplier received = () -> true;

    private Timer.@Nullable Scheduled scheduled;
    private boolean ended;
    /**
     * Whether the broker may not have stored the offset that was sent last. It does not respond to StoreOffset, and
     * drops the offset without a word if the stream has no leader then.
     */
    private boolean doubtful;
    /**
     * Whether nothing is stored, since the stream may have been deleted and created again while there was no
     * connection. The broker's offset, or the first chunk, tells.
     */
    private boolean held;
    /** When {@link #held} was set, on {@link Timer#nanoTime}. */
    private long heldSince;

    private final LateOffsets late;
    /** The stored offset after which it has started, while no chunk was received. */
    private long startedAfter = ProcessedOffset.NONE;
    /** Called when messages were processed, while each is stored. */
    private Runnable progress = () -> {};

    /** Creates a storer with an executor for the event loop. */
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
        this.late = new LateOffsets(timer, () -> doubtful = true);
        this.handled = new ProcessedOffset(storing, () -> onLoop.accept(this::store));
    }

    /** The reference under which it stores. */
    public String reference() {
        return reference;
    }

    /** The record of processed messages. */
    public ProcessedOffset handled() {
        return handled;
    }

    /**
     * Called on a new connection, after {@link PendingOffsets} is. Stores the offset that could not be stored without a
     * connection, or may not have arrived.
     *
     * @param startedAfter the stored offset after which the subscription starts; {@link ProcessedOffset#NONE} if it
     *     starts elsewhere, or has received a chunk
     * @param received whether a chunk was received since the subscription was declared on this connection
     */
    public void connected(Connection connection, long startedAfter, BooleanSupplier received) {
        use(connection);
        this.startedAfter = startedAfter;
        this.received = received;
        late.declared();
        held = handled.isNew() && !received.getAsBoolean();
        heldSince = timer.nanoTime();
        if (held) {
            compare(connection);
        } else {
            store();
        }
    }

    private void use(Connection connection) {
        this.connection = connection;
        if (scheduled == null) {
            tick();
        }
    }

    /** Compares with the offset that the broker has stored, before another one is stored. */
    private void compare(Connection current) {
        current.ask(new QueryOffset(reference, stream)).whenComplete((reply, error) -> {
            if (isUnanswered(current, error) || current != connection || error != null || !held) {
                return;
            }
            if (reply.code() == ResponseCode.OK) {
                release(reply.offset());
            } else if (reply.code() == ResponseCode.NO_OFFSET && timer.nanoTime() - heldSince >= HELD.toNanos()) {
                held = false;
                store();
            }
        });
    }

    /** The broker has stored this offset: stores again only if more is processed. */
    private void release(long stored) {
        held = false;
        long processed = handled.get();
        if (Long.compareUnsigned(stored, processed) >= 0) {
            handled.isStored(processed);
        }
        store();
    }

    /** The connection is lost. The offset sent last may not have arrived. */
    public void disconnected() {
        if (!ended && handled.stored() != ProcessedOffset.NONE) {
            late.probable();
        }
        connection = null;
        handled.forgetStored();
    }

    /**
     * The subscription has become the active one of its group; called before {@link PendingOffsets#connected}. It reads
     * after an offset, {@link ProcessedOffset#NONE} for none.
     *
     * @param stored whether the broker has stored this offset; otherwise it is stored now
     */
    public void activated(Connection current, long after, boolean stored) {
        progress = () -> {};
        handled.startAfter(after);
        if (!stored) {
            handled.forgetStored();
        }
        late.probable();
        held = false;
        use(current);
        if (handled.isNew()) {
            pendingOffsets.store(reference, handled.store(), new CompletableFuture<>());
            doubtful = true;
        }
    }

    /** Messages up to an offset are not wanted: stores it, so that whoever continues does not read them, either. */
    public void skipTo(long offset) {
        handled.skipTo(offset);
        store();
    }

    /** Stores each message from now on, and calls an action then: the subscription is about to be deactivated. */
    public void finishing(Runnable progress) {
        this.progress = progress;
        handled.storeEach();
    }

    /**
     * Stores the current offset, if there is one, and again for a few seconds while the broker does not confirm it: a
     * stream that is electing a leader drops it. The future completes when the broker has stored it, exceptionally as
     * described at {@link Connection#request} or with the reason for which the broker did not confirm it.
     */
    public CompletableFuture<Void> storeLast() {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        storeLast(connection, timer.nanoTime() + ELECTION.toNanos(), stored);
        return stored;
    }

    private void storeLast(@Nullable Connection current, long limit, CompletableFuture<Void> stored) {
        long last = handled.get();
        if (current == null || current != connection || last == ProcessedOffset.NONE) {
            stored.complete(null);
            return;
        }
        store();
        // There is no response to StoreOffset, but one to a query that follows on the same connection.
        current.request(new QueryOffset(reference, stream)).whenComplete((reply, error) -> {
            if (error != null) {
                stored.completeExceptionally(error);
            } else if (StoredOffsets.isStored(reply, last)) {
                stored.complete(null);
            } else if (StoredOffsets.isUncertain(reply) && timer.nanoTime() - limit < 0) {
                handled.forgetStored();
                timer.schedule(AGAIN, () -> storeLast(current, limit, stored));
            } else {
                stored.completeExceptionally(StoredOffsets.refusal(reply, reference, stream));
            }
        });
    }

    /** Stores nothing until it is activated again: another subscription of the group may have read further. */
    public void deactivated() {
        connection = null;
        progress = () -> {};
    }

    /** The stream was created again, and its first chunk was written at this time. */
    public void beginAgain(long chunkMillis) {
        handled.beginAgain(chunkMillis);
        held = false;
    }

    /**
     * Stores the current offset. A message that is still being handled is stored when its handler completes, if there
     * is a connection.
     */
    public void end() {
        handled.storeEach(); // first, since messages processed by other threads from now on have no later opportunity
        if (late.end()) {
            handled.forgetStored(); // an earlier one may have replaced it meanwhile
        }
        ended = true;
        store();
        if (isHeld() && connection != null) {
            compare(connection);
        }
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void tick() {
        scheduled = timer.schedule(interval, () -> {
            boolean idle = !handled.isNew();
            store();
            if (isHeld() && connection != null) {
                compare(connection);
            } else if (idle && doubtful) {
                verify(); // before that, a higher offset soon replaces one that is lost
            }
            if (!ended) {
                tick();
            }
        });
    }

    /** Queries the stored offset, and stores the last one again if the broker has an earlier one or none. */
    private void verify() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        long sent = handled.stored();
        doubtful = false;
        current.ask(new QueryOffset(reference, stream)).whenComplete((reply, error) -> {
            if (isUnanswered(current, error) || current != connection || ended) {
                return;
            }
            if (error != null) {
                doubtful = true;
            } else if (sent == ProcessedOffset.NONE) {
                startAgain(current, reply);
            } else if (reply.code() != ResponseCode.OK || isEarlier(reply, sent)) {
                handled.forgetStored();
                store();
            }
        });
    }

    /** Nothing was processed: stores the offset after which it has started again if the broker has an earlier one. */
    private void startAgain(Connection current, QueryOffset.Reply reply) {
        boolean started = startedAfter != ProcessedOffset.NONE && !received.getAsBoolean();
        if (started && reply.code() == ResponseCode.OK && isEarlier(reply, startedAfter)) {
            current.send(new StoreOffset(reference, stream, startedAfter));
            doubtful = true;
        }
    }

    private static boolean isEarlier(QueryOffset.Reply reply, long offset) {
        return Long.compareUnsigned(reply.offset(), offset) < 0;
    }

    /** Whether a query got no answer in time: such a broker is treated as lost. */
    private static boolean isUnanswered(Connection current, @Nullable Throwable error) {
        Throwable cause = error == null ? null : Callbacks.unwrap(error);
        if (cause instanceof RequestTimeoutException) {
            current.fail(cause);
            return true;
        }
        return false;
    }

    private void store() {
        Connection current = connection;
        if (current != null && !isHeld() && !current.closed().isDone() && handled.isNew()) {
            current.send(new StoreOffset(reference, stream, handled.store()));
            doubtful = true;
        }
        progress.run();
    }

    private boolean isHeld() {
        held &= !received.getAsBoolean();
        return held;
    }
}
