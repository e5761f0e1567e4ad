package io.rbfly.client.cluster;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.recovery.Backoff;
import io.rbfly.client.recovery.RetryRounds;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All connections of one client. Used on the event loop only. */
public final class ClusterConnections {
    private final ConnectionPool pool;
    private final BootstrapConnection bootstrap;
    private final StreamLocator locator;
    private final RetryRounds rounds;
    private final RoleConnections publishing;
    private final RoleConnections reading;

    public ClusterConnections(ClientContext context) {
        ClientSettings settings = context.settings();
        Transport transport = context.transport();
        this.pool = new ConnectionPool(context);
        this.rounds = new RetryRounds(
                transport.timer(), new Backoff(settings.firstBackoff(), settings.longestBackoff(), transport.random()));
        this.bootstrap = new BootstrapConnection(pool, rounds, context);
        this.locator = new StreamLocator(pool, bootstrap, context);
        this.publishing = new RoleConnections(ConnectionRole.PUBLISHING, pool, locator, rounds);
        this.reading = new RoleConnections(ConnectionRole.READING, pool, locator, rounds);
    }

    /** Those for publishers. */
    public RoleConnections publishing() {
        return publishing;
    }

    /** Those for subscriptions. */
    public RoleConnections reading() {
        return reading;
    }

    /**
     * A connection to any node, for requests that every node answers; made when none is open. It is none that
     * publishes, since brokers do not read from these while they are short of disk or memory: one for reading is made
     * when there are only such.
     *
     * @return a future, completed on the event loop: exceptionally with {@link ConnectionException} when connecting
     *     failed for good, {@link BrokerException} when the broker refused user or virtual host, {@link TlsException}
     *     when TLS was refused by either side, {@link ClosedException} after {@link #close}
     */
    public CompletableFuture<Connection> any() {
        List<Connection> reading = pool.open(ConnectionRole.READING);
        if (!reading.isEmpty()) {
            return CompletableFuture.completedFuture(reading.get(0));
        }
        List<Connection> publishing = pool.open(ConnectionRole.PUBLISHING);
        for (Connection connection : publishing) {
            if (!connection.router().publishes()) {
                return CompletableFuture.completedFuture(connection);
            }
        }
        return publishing.isEmpty() ? bootstrap.get(ConnectionRole.PUBLISHING) : bootstrap.beside(publishing.get(0));
    }

    /** Closes all connections and makes no more. */
    public CompletableFuture<Void> close() {
        bootstrap.close();
        locator.close();
        rounds.close(); // behind the locator, which tells those who try again now that there is nothing left to try
        return pool.close();
    }
}
