package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.recovery.Attempts;
import io.rbfly.client.recovery.CombinedError;
import io.rbfly.client.recovery.RecoveryPolicy;
import io.rbfly.client.recovery.RetryRounds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to any node of the cluster: an open one, otherwise the first that can be opened to an address of the URI
 * or to an address where a broker was reached before. Used on the event loop only.
 *
 * <p>All callers wait for the same round over the addresses, each of which is tried once per round.
 */
final class BootstrapConnection {
    private static final System.Logger LOG = System.getLogger(BootstrapConnection.class.getName());

    private final ConnectionPool pool;
    private final Callbacks callbacks;
    private final Transport transport;
    private final ClientSettings settings;
    private final RetryRounds rounds;
    private final Attempts attempts;
    /** The current round. */
    private @Nullable CompletableFuture<Connection> round;
    /** The future of all callers that wait until a round succeeds. */
    private @Nullable CompletableFuture<Connection> waiting;

    private RetryRounds.@Nullable Retry retry;
    /** Whether it waits for the next connection that the pool opens. */
    private boolean listening;

    private boolean closed;

    BootstrapConnection(ConnectionPool pool, RetryRounds rounds, ClientContext context) {
        this.pool = pool;
        this.callbacks = context.callbacks();
        this.transport = context.transport();
        this.settings = context.settings();
        this.rounds = rounds;
        this.attempts = new Attempts(settings, transport.timer());
    }

    /**
     * Returns a connection, preferably one for this role; if none is open, opens one for this role. The first attempt
     * fails if no address can be reached, so that a wrong address is noticed. After a first connection, attempts
     * continue with growing pauses up to their limit.
     *
     * @return a future that completes with the connection on the event loop; it completes exceptionally with
     *     <ul>
     *       <li>{@link ConnectionException} if no connection could be opened and no further attempt follows;
     *       <li>{@link BrokerException} if the broker refused the user or the virtual host;
     *       <li>{@link io.rbfly.client.api.error.TlsException} if the client or the broker refused the connection over
     *           TLS;
     *       <li>{@link io.rbfly.client.api.error.ClosedException} after {@link #close}.
     *     </ul>
     */
    CompletableFuture<Connection> get(ConnectionRole role) {
        if (waiting != null) {
            return waiting;
        }
        CompletableFuture<Connection> first = connect(role, Set.of());
        if (first.isDone()) {
            return first;
        }
        CompletableFuture<Connection> result = new CompletableFuture<>();
        waiting = result;
        await(role, first);
        return result;
    }

    /**
     * Returns a connection as {@link #get} does, but only of this round: it fails if no address can be reached.
     *
     * @param last addresses to try last
     */
    CompletableFuture<Connection> connect(ConnectionRole role, Set<Address> last) {
        assert callbacks.isOnLoop();
        if (closed) {
            return CompletableFuture.failedFuture(ConnectionPool.clientClosed());
        }
        Connection stalled = null;
        for (ConnectionRole each : List.of(role, ConnectionRole.PUBLISHING, ConnectionRole.READING)) {
            for (Connection open : pool.open(each)) {
                if (!open.isStalled()) {
                    return CompletableFuture.completedFuture(open);
                }
                stalled = open;
            }
        }
        if (stalled != null) {
            return beside(stalled);
        }
        if (round != null) {
            return round;
        }
        CompletableFuture<Connection> result = new CompletableFuture<>();
        round = result;
        listen();
        tryNext(result, role, new ArrayDeque<>(addresses(last)), new ArrayList<>());
        return result;
    }

    /**
     * Returns a connection for reading to the node of a publishing connection, from which the broker may not read at
     * present; or that connection if no other can be opened.
     */
    CompletableFuture<Connection> beside(Connection publishing) {
        return pool.get(ConnectionRole.READING, publishing.address()).whenOpen().exceptionally(error -> publishing);
    }

    /** Fails all waiting callers. */
    void close() {
        closed = true;
        endRound(null, ConnectionPool.clientClosed());
        endWaiting(null, ConnectionPool.clientClosed());
    }

    private Set<Address> addresses(Set<Address> last) {
        Set<Address> all = new LinkedHashSet<>(transport.shuffled(settings.uri().addresses()));
        all.addAll(transport.shuffled(pool.reached()));
        Set<Address> ordered = new LinkedHashSet<>(all);
        ordered.removeAll(last);
        ordered.addAll(all);
        return ordered;
    }

    /** Waits for the next connection that the pool opens, once for all attempts. */
    private void listen() {
        if (!listening) {
            listening = true;
            pool.nextOpened().thenAccept(connection -> {
                listening = false;
                endRound(connection, null);
                endWaiting(connection, null);
            });
        }
    }

    private void tryNext(
            CompletableFuture<Connection> wanted,
            ConnectionRole role,
            Queue<Address> left,
            List<StreamException> failures) {
        if (round != wanted) {
            return; // the round has ended: a connection was opened meanwhile, or none is needed
        }
        Address address = left.poll();
        if (address == null) {
            StreamException error = CombinedError.of(failures);
            if (pool.phase() == RecoveryPolicy.Phase.RECOVERING) {
                LOG.log(System.Logger.Level.WARNING, error.getMessage());
            }
            endRound(null, error);
            return;
        }
        pool.get(role, address).whenOpen().whenComplete((connection, error) -> {
            if (error instanceof StreamException failure) {
                failures.add(failure);
                tryNext(wanted, role, left, failures);
            }
        });
    }

    private void await(ConnectionRole role, CompletableFuture<Connection> attempt) {
        attempt.whenComplete((connection, error) -> {
            if (error != null && waiting != null) {
                failed(role, (StreamException) Callbacks.unwrap(error));
            } else {
                endWaiting(connection, null);
            }
        });
    }

    private void failed(ConnectionRole role, StreamException cause) {
        switch (RecoveryPolicy.decide(List.of(cause), false, pool.phase(), attempts)) {
            case GIVE_UP ->
                endWaiting(
                        null,
                        new ConnectionException(
                                "gave up connecting to " + settings.uri().hosts() + " after " + attempts.reconnects()
                                        + " attempts",
                                cause));
            case AGAIN -> {
                attempts.reconnecting();
                retry = rounds.join(attempts.pausing(), () -> await(role, connect(role, Set.of())));
                settings.listener()
                        .accept(new Events.ReconnectFailed(
                                "connection to " + settings.uri().hosts(), cause, attempts.failures(), retry.pause()));
            }
            default -> endWaiting(null, cause);
        }
    }

    private void endRound(@Nullable Connection connection, @Nullable StreamException error) {
        CompletableFuture<Connection> ended = round;
        round = null;
        settle(ended, connection, error);
    }

    private void endWaiting(@Nullable Connection connection, @Nullable StreamException error) {
        CompletableFuture<Connection> ended = waiting;
        waiting = null;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        attempts.reset();
        settle(ended, connection, error);
    }

    private static void settle(
            @Nullable CompletableFuture<Connection> future,
            @Nullable Connection connection,
            @Nullable StreamException error) {
        if (future != null && error != null) {
            future.completeExceptionally(error);
        } else if (future != null) {
            future.complete(connection);
        }
    }
}
