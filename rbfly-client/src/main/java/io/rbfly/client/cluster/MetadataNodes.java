package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Chooses the node to query for the locations of streams. Any node should know them. But a node that was killed and
 * restarted may return without its part of the stream coordinator, and then reports each stream as unavailable for as
 * long as it runs. So such a node is queried last, and if no other is connected, a connection to another node is opened
 * for the next query. Used on the event loop only.
 */
final class MetadataNodes {
    private final ConnectionPool pool;
    private final BootstrapConnection bootstrap;
    private final Transport transport;
    private final List<Address> configured;
    /**
     * Nodes that did not know a stream when they were last queried, or could not be reached: their advertised
     * addresses, and the addresses of their connections.
     */
    private final Set<Address> ignorant = new HashSet<>();

    MetadataNodes(ConnectionPool pool, BootstrapConnection bootstrap, ClientContext context) {
        this.pool = pool;
        this.bootstrap = bootstrap;
        this.transport = context.transport();
        this.configured = context.settings().uri().addresses();
    }

    /**
     * Returns a connection for the query. Connections for reading are preferred, since they also work while publishing
     * is blocked.
     *
     * @param role the role of the connection that is opened if none is open
     * @return a future as for {@link BootstrapConnection#connect}
     */
    CompletableFuture<Connection> next(ConnectionRole role) {
        List<Connection> reading = transport.shuffled(pool.open(ConnectionRole.READING));
        for (Connection connection : reading) {
            if (!ignorant.contains(connection.node())) {
                return CompletableFuture.completedFuture(connection);
            }
        }
        if (!ignorant.isEmpty()) {
            connectToAnother();
        }
        return reading.isEmpty()
                ? bootstrap.connect(role, ignorant)
                : CompletableFuture.completedFuture(reading.get(0));
    }

    /** Records whether a node knew the streams of a query. */
    void answered(Connection connection, boolean knew) {
        if (knew) {
            ignorant.remove(connection.node());
            ignorant.remove(connection.address());
        } else {
            failed(connection);
        }
    }

    /** Records that a node did not answer. */
    void failed(Connection connection) {
        ignorant.add(connection.node());
        ignorant.add(connection.address());
    }

    /** Whether there may be a known node that can answer. */
    boolean hasOther() {
        return !ignorant.containsAll(known());
    }

    /** Opens a connection to another node. The query does not wait for it, since that node may not answer. */
    private void connectToAnother() {
        List<Address> others = new ArrayList<>(known());
        others.removeAll(ignorant);
        if (others.isEmpty()) {
            ignorant.clear(); // no node knew the streams: query all again
            return;
        }
        Address other = transport.shuffled(others).get(0);
        pool.get(ConnectionRole.READING, other).whenOpen().whenComplete((connection, error) -> {
            if (error != null) {
                ignorant.add(other);
            }
        });
    }

    private Set<Address> known() {
        Set<Address> known = new LinkedHashSet<>(configured);
        known.addAll(pool.reached());
        return known;
    }
}
