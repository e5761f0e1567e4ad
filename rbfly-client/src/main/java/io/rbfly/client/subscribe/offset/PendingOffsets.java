package io.rbfly.client.subscribe.offset;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.protocol.command.StoreOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends offsets that are to be stored. While there is no connection it keeps one for each reference, the highest, so that what is
 * kept is bounded and what is stored never goes back. Used on the event loop only.
 */
public final class PendingOffsets {
    private final String stream;
    private final Map<String, Unsent> unsent = new LinkedHashMap<>();
    private @Nullable Connection connection;
    private @Nullable StreamException ended;

    private record Unsent(long offset, CompletableFuture<Void> sent) {}

    public PendingOffsets(String stream) {
        this.stream = stream;
    }

    /**
     * Sends an offset now or later.
     *
     * @param sent completes when this offset is on its way, or another one in its place, or fails with what ended the
     *     subscription before
     */
    public void store(String reference, long offset, CompletableFuture<Void> sent) {
        if (ended != null) {
            sent.completeExceptionally(ended);
        } else if (connection != null) {
            connection.send(new StoreOffset(reference, stream, offset));
            sent.complete(null);
        } else {
            keep(reference, new Unsent(offset, sent));
        }
    }

    private void keep(String reference, Unsent latest) {
        Unsent before = unsent.put(reference, latest);
        if (before == null) {
            return;
        }
        if (Long.compareUnsigned(before.offset, latest.offset) > 0) {
            unsent.put(reference, new Unsent(before.offset, latest.sent));
        }
        before.sent.complete(null);
    }

    /** There is a connection. */
    public void connected(Connection connection) {
        this.connection = connection;
        Map<String, Unsent> waiting = new LinkedHashMap<>(unsent);
        unsent.clear();
        waiting.forEach((reference, each) -> store(reference, each.offset, each.sent));
    }

    /** There is none for a while. */
    public void disconnected() {
        connection = null;
    }

    /** The stream was created again: offsets of the former one are worth nothing. */
    public void forget() {
        unsent.values().forEach(each -> each.sent.complete(null));
        unsent.clear();
    }

    /** There will be none any more. */
    public void end(StreamException cause) {
        ended = cause;
        unsent.values().forEach(each -> each.sent.completeExceptionally(cause));
        unsent.clear();
    }
}
