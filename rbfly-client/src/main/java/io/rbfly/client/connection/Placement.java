package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.RequestTimeoutException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node for a publisher or a subscription and keeps it on a connection there; finds it anew when the connection is
 * lost, since the stream may be elsewhere by then. Used on the event loop only.
 *
 * <pre>
 *   find -> located -> try the nodes in order -> connected
 *   connected -> lost: find at once, the next times after growing pauses
 * </pre>
 */
final class Placement implements Attachment {
    private final StreamConnections connections;
    private final ConnectionSettings settings;
    private final Transport transport;
    private final Timer timer;
    private final String stream;
    private final Holder holder;
    private final long startNanos;
    private Queue<Address> candidates = new ArrayDeque<>();
    private @Nullable NodeConnection node;
    /** A node that had not got the stream although it should have: the last one to try. */
    private @Nullable Address doubtful;

    private Timer.@Nullable Scheduled retry;
    private boolean everConnected;
    private long connectedNanos;
    /** Connections that were lost or could not be made, since one had lasted. */
    private int failures;
    /** Pauses since a connection had lasted. */
    private int pauses;

    private boolean ended;

    /** Who is placed. */
    interface Holder {
        /** For messages. */
        String description();

        /** A connection to a node that has the stream. */
        void connected(Connection connection);

        /** The connection is lost; another one will follow, or the end. */
        void disconnected(StreamException cause);

        /** The stream is on no node: {@link #again} tries again. */
        void refused(BrokerException refusal);

        /** There will be no connection any more. */
        void abandoned(StreamException cause);
    }

    Placement(StreamConnections connections, ClientContext context, String stream, Holder holder) {
        this.connections = connections;
        this.settings = context.settings();
        this.transport = context.transport();
        this.timer = transport.timer();
        this.stream = stream;
        this.holder = holder;
        this.startNanos = timer.nanoTime();
    }

    /** Begins, or begins anew with what is known of the stream now. */
    void find() {
        retry = null;
        connections.locator().locate(connections.purpose(), stream).whenComplete((location, error) -> {
            if (ended) {
                return;
            }
            if (error == null) {
                located(location);
            } else {
                notLocated(Callbacks.unwrap(error));
            }
        });
    }

    /** Leaves the connection, which goes on for others, and finds the node anew after a pause. */
    void again() {
        if (node != null) {
            if (lasted()) {
                pauses = 0;
            }
            doubtful = node.address();
            leaveNode();
        }
        findLater();
    }

    /** Finds no more. The place on the connection is free for another when the broker has forgotten its id. */
    void end(CompletableFuture<Void> forgotten) {
        ended = true;
        if (retry != null) {
            retry.cancel();
        }
        connections.locator().forget(stream);
        forgotten.whenComplete((nothing, error) -> leaveNode());
    }

    @Override
    public void connected(Connection connection) {
        connectedNanos = timer.nanoTime();
        everConnected = true;
        if (!ended) {
            holder.connected(connection);
        }
    }

    @Override
    public void unreachable(StreamException cause) {
        node = null;
        if (ended) {
            return;
        } else if (ConnectFailure.isFinal(cause)) {
            abandoned(cause);
        } else if (!candidates.isEmpty()) {
            tryNext();
        } else if (!everConnected && isTooLate()) {
            abandoned(cause);
        } else {
            failed(cause, false);
        }
    }

    @Override
    public void disconnected(StreamException cause) {
        node = null;
        if (ended) {
            return;
        }
        if (lasted()) {
            failures = 0;
            pauses = 0;
        }
        holder.disconnected(cause);
        if (!ended) {
            failed(cause, failures == 0);
        }
    }

    @Override
    public void abandoned(StreamException cause) {
        node = null;
        if (!ended) {
            holder.abandoned(cause);
        }
    }

    private void located(Location location) {
        candidates = new ArrayDeque<>(location.candidates(connections.purpose(), transport));
        if (doubtful != null && candidates.remove(doubtful)) {
            candidates.add(doubtful);
        }
        doubtful = null;
        if (location.code() != ResponseCode.OK) {
            holder.refused(new BrokerException(holder.description(), location.code()));
        } else if (candidates.isEmpty()) {
            holder.refused(new BrokerException(holder.description(), ResponseCode.STREAM_NOT_AVAILABLE));
        } else {
            tryNext();
        }
    }

    private void notLocated(Throwable error) {
        if (error instanceof RequestTimeoutException timeout && everConnected) {
            failed(timeout, false);
        } else if (error instanceof Locator.LostEachTime lost) {
            lostWhileLocating(lost.last());
        } else {
            abandoned(
                    error instanceof StreamException cause
                            ? cause
                            : new ConnectionException(String.valueOf(error.getMessage()), error));
        }
    }

    private void lostWhileLocating(StreamException cause) {
        if (everConnected) {
            failed(cause, false);
        } else {
            abandoned(cause);
        }
    }

    private void tryNext() {
        NodeConnection next = connections.pool().get(connections.purpose(), candidates.remove());
        node = next;
        next.attach(this);
    }

    private void failed(StreamException cause, boolean atOnce) {
        if (everConnected && failures >= settings.maxReconnects()) {
            abandoned(new ConnectionException(
                    holder.description() + ": gave up connecting after " + failures + " attempts", cause));
            return;
        }
        failures++;
        if (atOnce) {
            connections.locator().forget(stream);
            find();
        } else {
            findLater();
        }
    }

    private void findLater() {
        retry = connections.rounds().join(pauses++, () -> {
            if (!ended) {
                connections.locator().forget(stream);
                find();
            }
        });
    }

    private void leaveNode() {
        NodeConnection left = node;
        node = null;
        if (left != null) {
            connections.pool().detach(left, this);
        }
    }

    private boolean lasted() {
        return everConnected
                && timer.nanoTime() - connectedNanos >= settings.firstBackoff().toNanos();
    }

    private boolean isTooLate() {
        return timer.nanoTime() - startNanos >= settings.requestTimeout().toNanos();
    }
}
