package io.rbfly.client.subscribe;

import io.rbfly.client.api.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.protocol.command.OneWay;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends what the application asks for, and keeps it while there is no connection. Used on the event loop only. */
final class Outbox {
    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private @Nullable Connection connection;
    private @Nullable StreamException ended;

    private record Unsent(OneWay command, CompletableFuture<Void> sent) {}

    /** Sends a command now or later; the future tells when it is on its way, or what ended the subscription before. */
    void send(OneWay command, CompletableFuture<Void> sent) {
        if (ended != null) {
            sent.completeExceptionally(ended);
        } else if (connection != null) {
            connection.send(command);
            sent.complete(null);
        } else {
            unsent.add(new Unsent(command, sent));
        }
    }

    /** There is a connection. */
    void connected(Connection connection) {
        this.connection = connection;
        for (Unsent each = unsent.poll(); each != null; each = unsent.poll()) {
            send(each.command, each.sent);
        }
    }

    /** There is none for a while. */
    void disconnected() {
        connection = null;
    }

    /** There will be none any more. */
    void end(StreamException cause) {
        ended = cause;
        unsent.forEach(each -> each.sent.completeExceptionally(cause));
        unsent.clear();
    }
}
