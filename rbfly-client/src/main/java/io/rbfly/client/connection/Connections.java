package io.rbfly.client.connection;

import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.TlsException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All connections of one client. Used on the event loop only. */
public final class Connections {
    private final ConnectionPool pool;
    private final Seeds seeds;
    private final Locator locator;
    private final RetryRounds rounds;
    private final StreamConnections publishing;
    private final StreamConnections reading;

    public Connections(ClientContext context) {
        ConnectionSettings settings = context.settings();
        Transport transport = context.transport();
        this.pool = new ConnectionPool(context);
        this.rounds = new RetryRounds(
                transport.timer(), new Backoff(settings.firstBackoff(), settings.longestBackoff(), transport.random()));
        this.seeds = new Seeds(pool, rounds, context);
        this.locator = new Locator(pool, seeds, context);
        this.publishing = new StreamConnections(Purpose.PUBLISHING, pool, locator, rounds);
        this.reading = new StreamConnections(Purpose.READING, pool, locator, rounds);
    }

    /** Those for publishers. */
    public StreamConnections publishing() {
        return publishing;
    }

    /** Those for subscriptions. */
    public StreamConnections reading() {
        return reading;
    }

    /**
     * A connection to any node, for requests that every node answers; made when none is open. It is none that publishes, since
     * brokers do not read from these while they are short of disk or memory: one for reading is made when there are only such.
     *
     * @return a future, completed on the event loop: exceptionally with {@link ConnectionException} when connecting
     *     failed for good, {@link BrokerException} when the broker refused user or virtual host, {@link TlsException} when
     *     TLS was refused by either side, {@link ClosedException} after {@link #close}
     */
    public CompletableFuture<Connection> any() {
        List<Connection> reading = pool.open(Purpose.READING);
        if (!reading.isEmpty()) {
            return CompletableFuture.completedFuture(reading.get(0));
        }
        List<Connection> publishing = pool.open(Purpose.PUBLISHING);
        for (Connection connection : publishing) {
            if (!connection.publishes()) {
                return CompletableFuture.completedFuture(connection);
            }
        }
        return publishing.isEmpty() ? seeds.get(Purpose.PUBLISHING) : seeds.beside(publishing.get(0));
    }

    /** Closes all connections and makes no more. */
    public CompletableFuture<Void> close() {
        seeds.close();
        locator.close();
        rounds.close(); // behind the locator, which tells those who try again now that there is nothing left to try
        return pool.close();
    }
}
