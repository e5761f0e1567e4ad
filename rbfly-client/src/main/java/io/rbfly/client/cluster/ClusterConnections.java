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

/** All connections of a client. Used on the event loop only. */
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

    /** The connections for publishers. */
    public RoleConnections publishing() {
        return publishing;
    }

    /** The connections for subscriptions. */
    public RoleConnections reading() {
        return reading;
    }

    /**
     * Returns a connection to any node, for requests that every node answers; opens one if none is open. It is not a
     * publishing connection, from which brokers do not read while they are short of disk space or memory: if only such
     * connections are open, it opens one for reading.
     *
     * @return a future that completes with the connection on the event loop; it completes exceptionally with
     *     <ul>
     *       <li>{@link ConnectionException} if no connection could be opened and no further attempt follows;
     *       <li>{@link BrokerException} if the broker refused the user or the virtual host;
     *       <li>{@link TlsException} if the client or the broker refused the connection over TLS;
     *       <li>{@link ClosedException} after {@link #close}.
     *     </ul>
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

    /** Closes all connections and opens no more. */
    public CompletableFuture<Void> close() {
        bootstrap.close();
        locator.close();
        rounds.close(); // after the locator, so that the retries that run now fail immediately
        return pool.close();
    }
}
