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
 * Some connection to the cluster, whatever the node: one that is open, or else the first that can be made to an address
 * of the URI or to one where there has been a broker before. Used on the event loop only.
 *
 * <p>All who need one wait for the same round over the addresses, each of which is tried once.
 */
final class BootstrapConnection {
    private static final System.Logger LOG = System.getLogger(BootstrapConnection.class.getName());

    private final ConnectionPool pool;
    private final Callbacks callbacks;
    private final Transport transport;
    private final ClientSettings settings;
    private final RetryRounds rounds;
    private final Attempts attempts;
    /** The round that is under way. */
    private @Nullable CompletableFuture<Connection> round;
    /** Those who wait until a round succeeds. */
    private @Nullable CompletableFuture<Connection> waiting;

    private RetryRounds.@Nullable Retry retry;
    /** Whether the next connection that is opened will be told of. */
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
     * A connection, if possible one for this role; if none is open, one for this role is made. The first attempt fails
     * when no address can be reached, so that a wrong one is noticed. Once there was a connection, attempts continue
     * with growing pauses until their bound.
     *
     * @return a future, completed on the event loop: exceptionally with {@link ConnectionException} when connecting
     *     failed for good, {@link BrokerException} when the broker refused user or virtual host,
     *     {@link io.rbfly.client.api.error.TlsException} when TLS was refused by either side,
     *     {@link io.rbfly.client.api.error.ClosedException} after {@link #close}
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
     * A connection as of {@link #get}, but of this round: it fails when no address can be reached.
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
     * A connection for reading to the node of one that publishes, from which the broker may not read now; or that one
     * when no other can be made.
     */
    CompletableFuture<Connection> beside(Connection publishing) {
        return pool.get(ConnectionRole.READING, publishing.address()).whenOpen().exceptionally(error -> publishing);
    }

    /** Ends the waiting. */
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

    /** Once, however many attempts fail before. */
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
            return; // there was one meanwhile, or nobody needs it any more
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
