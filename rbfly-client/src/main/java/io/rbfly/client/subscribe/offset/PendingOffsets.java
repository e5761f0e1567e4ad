package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Offsets to be stored, one for each reference: the highest, so that their number is limited and a stored offset never
 * goes back. The protocol has no response to StoreOffset. A query that follows on the same connection is answered when
 * the offset is stored; until then the offset is sent again on each new connection. Used on the event loop only.
 */
public final class PendingOffsets {
    private final String stream;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private @Nullable Connection connection;
    private @Nullable StreamException ended;

    private static final class Pending {
        final String reference;
        final long offset;
        final CompletableFuture<Void> stored;
        /** Whether the broker may yet answer. */
        boolean asked;

        Pending(String reference, long offset, CompletableFuture<Void> stored) {
            this.reference = reference;
            this.offset = offset;
            this.stored = stored;
        }
    }

    public PendingOffsets(String stream) {
        this.stream = stream;
    }

    /**
     * Stores an offset, now or when there is a connection.
     *
     * @param stored completes when the broker has stored it or another one has replaced it; it completes exceptionally
     *     with the exception that ended the subscription before, or with the reason for which the broker did not
     *     confirm it
     */
    public void store(String reference, long offset, CompletableFuture<Void> stored) {
        if (ended != null) {
            stored.completeExceptionally(ended);
            return;
        }
        Pending before = pending.get(reference);
        long highest = before != null && Long.compareUnsigned(before.offset, offset) > 0 ? before.offset : offset;
        Pending latest = new Pending(reference, highest, stored);
        pending.put(reference, latest);
        if (before != null) {
            before.stored.complete(null);
        }
        send(latest);
    }

    private void send(Pending each) {
        if (connection == null) {
            return;
        }
        Connection current = connection;
        each.asked = true;
        current.send(new StoreOffset(each.reference, stream, each.offset));
        current.ask(new QueryOffset(each.reference, stream)).whenComplete((reply, error) -> {
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            boolean again = cause instanceof ConnectionException && ended == null;
            each.asked = false;
            if (again || !pending.remove(each.reference, each)) {
                return; // it is sent on the next connection, or another one has replaced it
            } else if (cause != null) {
                if (cause instanceof RequestTimeoutException) {
                    current.fail(cause); // a broker that does not answer is treated as lost
                }
                each.stored.completeExceptionally(cause);
            } else if (StoredOffsets.isStored(reply, each.offset)) {
                each.stored.complete(null);
            } else {
                each.stored.completeExceptionally(StoredOffsets.refusal(reply, each.reference, stream));
            }
        });
    }

    /** There is a connection. */
    public void connected(Connection connection) {
        this.connection = connection;
        List.copyOf(pending.values()).forEach(this::send);
    }

    /** The connection is lost. */
    public void disconnected() {
        connection = null;
    }

    /** The subscription is no longer the active one of its group: another one may have read further. */
    public void abandon(RuntimeException cause) {
        connection = null;
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(each -> each.stored.completeExceptionally(cause));
    }

    /** The stream was created again: discards offsets of the former one. */
    public void forget() {
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(each -> each.stored.complete(null));
    }

    /** No other connection follows. An offset sent on this one may still be confirmed, unless it is being lost. */
    public void end(StreamException cause) {
        ended = cause;
        for (Pending each : List.copyOf(pending.values())) {
            if (connection == null || !each.asked) {
                pending.remove(each.reference, each);
                each.stored.completeExceptionally(cause);
            }
        }
    }
}
