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
 * Chooses whom to ask where streams are. Any node should know. But one that was killed and started again may come back
 * without its part of the stream coordinator, and then says of each stream that it is not available, for as long as it
 * runs. So who did not know is asked last, and when nobody else is connected, a connection to another node is made for
 * the next time. Used on the event loop only.
 */
final class MetadataNodes {
    private final ConnectionPool pool;
    private final BootstrapConnection bootstrap;
    private final Transport transport;
    private final List<Address> configured;
    /**
     * Those who did not know when they were last asked, or could not be reached: what they advertise, and where they
     * are.
     */
    private final Set<Address> ignorant = new HashSet<>();

    MetadataNodes(ConnectionPool pool, BootstrapConnection bootstrap, ClientContext context) {
        this.pool = pool;
        this.bootstrap = bootstrap;
        this.transport = context.transport();
        this.configured = context.settings().uri().addresses();
    }

    /**
     * A connection to ask over. Those for reading answer also when publishing is held up.
     *
     * @param role of the connection that is made when none is open
     * @return a future that ends as that of {@link BootstrapConnection#connect}
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

    /** Notes whether a node knew of the streams that it was asked for. */
    void answered(Connection connection, boolean knew) {
        if (knew) {
            ignorant.remove(connection.node());
            ignorant.remove(connection.address());
        } else {
            failed(connection);
        }
    }

    /** Notes that a node did not answer. */
    void failed(Connection connection) {
        ignorant.add(connection.node());
        ignorant.add(connection.address());
    }

    /** Whether there may be a node that knows, among those that are known. */
    boolean hasOther() {
        return !ignorant.containsAll(known());
    }

    /** Nobody waits for it: a node that does not answer is not to hold up the question. */
    private void connectToAnother() {
        List<Address> others = new ArrayList<>(known());
        others.removeAll(ignorant);
        if (others.isEmpty()) {
            ignorant.clear(); // nobody knew: all are asked again
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
