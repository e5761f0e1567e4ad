package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.handshake.ConnectErrors;
import io.rbfly.client.handshake.Connector;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.recovery.CombinedError;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host: to one of its addresses after the other until one succeeds. If a certain node is wanted and the
 * host is a load balancer that leads to another node, it connects again until it reaches the wanted one. Used once, on
 * the event loop only.
 *
 * <p>Connections to other nodes stay open until the end, so that a balancer that counts connections does not choose the
 * same node each time.
 */
final class NodeConnector {
    /** A balancer that chooses randomly between three nodes misses the wanted one this often once in 3,000 times. */
    private static final int MAX_STRAYS = 20;

    private final Connector connector;
    private final Address address;
    private final @Nullable Address wanted;
    private final String name;
    private final BooleanSupplier cancelled;
    private final CompletableFuture<Connector.Opened> opened = new CompletableFuture<>();
    private final List<StreamException> failures = new ArrayList<>();
    /** Addresses to which no connection could be opened. */
    private final Set<SocketAddress> dead = new HashSet<>();
    /** Connections to other nodes than the wanted one. */
    private final List<Connection> strays = new ArrayList<>();

    /**
     * Creates a connector for an address.
     *
     * @param wanted the advertised address of the wanted node, null for any node
     * @param cancelled whether the connection is no longer needed
     */
    NodeConnector(
            Connector connector, Address address, @Nullable Address wanted, String name, BooleanSupplier cancelled) {
        this.connector = connector;
        this.address = address;
        this.wanted = wanted;
        this.name = name;
        this.cancelled = cancelled;
    }

    /**
     * Starts to connect. The future completes on the event loop; it completes exceptionally with a
     * {@link StreamException} if no connection could be opened.
     */
    CompletableFuture<Connector.Opened> start() {
        round();
        return opened;
    }

    /** Tries all addresses once. They are resolved for each round, since the load balancing may be done by DNS. */
    private void round() {
        connector.resolve(address).whenComplete((addresses, error) -> {
            if (error == null) {
                tryNext(new ArrayDeque<>(addresses), strays.size());
            } else {
                failures.add(asStreamException(error));
                fail();
            }
        });
    }

    private void tryNext(Queue<SocketAddress> left, int straysBefore) {
        left.removeAll(dead);
        SocketAddress next = left.poll();
        if (cancelled.getAsBoolean()) {
            failures.add(ConnectionPool.clientClosed());
            fail();
        } else if (next != null && strays.size() < MAX_STRAYS) {
            connector.connect(address, next, name).whenComplete((made, error) -> {
                if (error != null) {
                    dead.add(next);
                    failures.add(asStreamException(error));
                } else if (wanted == null || made.connection().isTo(wanted)) {
                    closeStrays();
                    opened.complete(made);
                    return;
                } else {
                    strays.add(made.connection());
                }
                tryNext(left, straysBefore);
            });
        } else if (strays.size() > straysBefore && strays.size() < MAX_STRAYS) {
            round();
        } else {
            fail();
        }
    }

    private void fail() {
        StreamException cause =
                cancelled.getAsBoolean() || strays.isEmpty() ? CombinedError.of(failures) : ledElsewhere();
        closeStrays();
        opened.completeExceptionally(cause);
    }

    private void closeStrays() {
        strays.forEach(Connection::close);
        strays.clear();
    }

    private StreamException ledElsewhere() {
        String others = strays.stream()
                .map(stray -> stray.node().toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return new ConnectionException(
                "cannot connect to node " + wanted + ": " + strays.size() + " connections to " + address + " led to "
                        + others,
                failures.isEmpty() ? null : failures.get(0));
    }

    private StreamException asStreamException(Throwable error) {
        Throwable cause = Callbacks.unwrap(error);
        return cause instanceof StreamException known ? known : ConnectErrors.of(address, cause);
    }
}
