package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.connection.CloseReason;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.event.Events;
import io.rbfly.client.handshake.Connector;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.recovery.RecoveryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client: one for each node and role, and another when it has reached its maximum number of
 * publishers or subscriptions. The pool opens a connection once and does not reopen it: whoever still needs a lost
 * connection must first find out to which node to connect. Used on the event loop only.
 *
 * <p>A connection that has been unused for a minute is closed, unless it is the last one.
 */
public final class ConnectionPool {
    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());
    private static final Duration MAX_IDLE = Duration.ofMinutes(1);
    private static final int MAX_KNOWN_ADDRESSES = 64;

    private final ClientSettings settings;
    private final Connector connector;
    private final Callbacks callbacks;
    private final Timer timer;
    /** Connections that are open or being opened, the oldest first. */
    private final List<PooledConnection> connections = new ArrayList<>();

    private final Set<String> namesOfLost = new HashSet<>();
    private final Set<Address> reached = new LinkedHashSet<>();
    private CompletableFuture<Connection> nextOpened = new CompletableFuture<>();
    private boolean closed;

    ConnectionPool(ClientContext context) {
        this.settings = context.settings();
        this.connector = new Connector(context.transport(), settings);
        this.callbacks = context.callbacks();
        this.timer = context.transport().timer();
    }

    /** Returns the open connections for a role, the oldest first. */
    public List<Connection> open(ConnectionRole role) {
        return connections.stream()
                .filter(node -> node.role() == role)
                .map(PooledConnection::connection)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Completes when the next connection is open, whoever requested it. */
    public CompletableFuture<Connection> nextOpened() {
        return nextOpened;
    }

    /** The addresses at which a broker was reached. */
    Set<Address> reached() {
        return reached;
    }

    /** Whether this client connects for the first time or again. */
    public RecoveryPolicy.Phase phase() {
        return reached.isEmpty() ? RecoveryPolicy.Phase.FIRST_CONNECT : RecoveryPolicy.Phase.RECOVERING;
    }

    /** Returns a connection with a free place to any node at an address, open or being opened. */
    public PooledConnection get(ConnectionRole role, Address address) {
        return get(role, address, null, node -> node.address().equals(address));
    }

    /** Returns a connection with a free place to a node, open or being opened. */
    public PooledConnection get(ConnectionRole role, StreamNode node) {
        return get(role, node.dial(), node.advertised(), each -> each.leadsTo(node));
    }

    private PooledConnection get(
            ConnectionRole role, Address address, @Nullable Address wanted, Predicate<PooledConnection> fits) {
        assert callbacks.isOnLoop();
        for (PooledConnection node : connections) {
            if (node.role() == role && node.hasRoom() && fits.test(node)) {
                return node;
            }
        }
        return make(role, address, wanted);
    }

    /** Removes a listener from a connection. */
    public void detach(PooledConnection node, PooledConnectionListener attachment) {
        node.detach(attachment);
        closeWhenIdle(node);
    }

    /** Closes all connections and opens no more. */
    CompletableFuture<Void> close() {
        closed = true;
        List<PooledConnection> left = List.copyOf(connections);
        left.forEach(node -> node.abandoned(clientClosed()));
        return CompletableFuture.allOf(left.stream()
                .map(PooledConnection::connection)
                .filter(Objects::nonNull)
                .map(Connection::close)
                .toArray(CompletableFuture[]::new));
    }

    static ClosedException clientClosed() {
        return new ClosedException("client is closed");
    }

    private PooledConnection make(ConnectionRole role, Address address, @Nullable Address wanted) {
        PooledConnection node = new PooledConnection(role, address, wanted, freeName(role), maxOn(role));
        if (closed) {
            node.failed(clientClosed());
            return node;
        }
        connections.add(node);
        new NodeConnector(connector, address, wanted, node.name(), () -> closed)
                .start()
                .whenComplete((opened, error) -> {
                    if (error == null) {
                        opened(node, opened);
                    } else {
                        connections.remove(node);
                        node.failed(asStreamException(error));
                    }
                });
        return node;
    }

    /** The maximum number of publishers or subscriptions on a connection. */
    private int maxOn(ConnectionRole role) {
        return role == ConnectionRole.PUBLISHING
                ? settings.maxPublishersPerConnection()
                : settings.maxSubscriptionsPerConnection();
    }

    /** Returns a name for a connection. A connection that replaces a lost one gets its name. */
    private String freeName(ConnectionRole role) {
        String name = settings.name() + "-" + role.nameSuffix();
        Set<String> taken = new HashSet<>();
        connections.forEach(node -> taken.add(node.name()));
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private void opened(PooledConnection node, Connector.Opened opened) {
        Connection made = opened.connection();
        if (closed) {
            made.close();
            return;
        }
        made.closed().thenAccept(reason -> gone(node, reason));
        boolean reconnect = namesOfLost.remove(node.name());
        tell(new Events.ConnectionOpened(node.name(), node.address().toString(), opened.heartbeat(), reconnect));
        if (reconnect) {
            LOG.log(System.Logger.Level.INFO, "{0}: connected to {1} again", node.name(), node.address());
        }
        if (reached.size() < MAX_KNOWN_ADDRESSES) {
            reached.add(node.address());
        }
        CompletableFuture<Connection> waiting = nextOpened;
        nextOpened = new CompletableFuture<>();
        node.opened(made);
        waiting.complete(made);
        closeWhenIdle(node);
    }

    private void gone(PooledConnection node, CloseReason reason) {
        connections.remove(node);
        tell(new Events.ConnectionClosed(node.name(), reason.byPeer(), reason.cause()));
        if (reason.cause() != null && !closed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1}",
                    node.name(),
                    reason.cause().getMessage());
            namesOfLost.add(node.name());
        }
        node.lost(reason.error());
    }

    private void closeWhenIdle(PooledConnection node) {
        if (node.isEmpty() && node.connection() != null && !closed) {
            node.idleCheck(timer.schedule(MAX_IDLE, () -> closeIfNotLast(node)));
        }
    }

    /** Closes a connection that nothing was attached to for a while, unless somebody still waits for a response. */
    private void closeIfNotLast(PooledConnection node) {
        Connection connection = node.connection();
        boolean last = connections.stream().allMatch(each -> each == node || each.connection() == null);
        if (last || connection == null || connection.isAwaitingResponses()) {
            closeWhenIdle(node);
        } else if (connections.remove(node)) {
            connection.close();
        }
    }

    private void tell(ClientEvent event) {
        settings.listener().accept(event);
    }

    private static StreamException asStreamException(Throwable error) {
        Throwable cause = Callbacks.unwrap(error);
        return cause instanceof StreamException stream
                ? stream
                : new ConnectionException(String.valueOf(cause.getMessage()), cause);
    }
}
