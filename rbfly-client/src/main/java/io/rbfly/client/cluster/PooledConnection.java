package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Timer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, from the attempt to connect to its end, and the publishers or subscriptions on it. Used on
 * the event loop only.
 */
public final class PooledConnection {
    private final ConnectionRole role;
    private final Address address;
    private final @Nullable Address wanted;
    private final String name;
    private final int maxAttachments;
    private final Set<PooledConnectionListener> attachments = new LinkedHashSet<>();
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private @Nullable Connection connection;
    /** Why it could not be opened. */
    private @Nullable StreamException failure;

    private Timer.@Nullable Scheduled idleCheck;

    /** Creates a connection that must lead to a node, null for any, and has a maximum number of places. */
    PooledConnection(ConnectionRole role, Address address, @Nullable Address wanted, String name, int maxAttachments) {
        this.role = role;
        this.address = address;
        this.wanted = wanted;
        this.name = name;
        this.maxAttachments = maxAttachments;
    }

    ConnectionRole role() {
        return role;
    }

    Address address() {
        return address;
    }

    /** The advertised address of the node to which it must lead, null for any node. */
    @Nullable
    Address wanted() {
        return wanted;
    }

    /**
     * Whether this leads, or will lead, to a node. An open connection is compared by the address that its node
     * advertises, if known; another one by the address to which it connects and the node that it must reach.
     */
    boolean leadsTo(StreamNode node) {
        if (connection != null && connection.peer().isIdentified()) {
            return connection.isTo(node.advertised());
        }
        return address.equals(node.dial())
                && (connection != null || node.advertised().equals(wanted));
    }

    String name() {
        return name;
    }

    /** The open connection, null before it is open. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Completes with the connection when it is open, or exceptionally if it could not be opened. */
    CompletableFuture<Connection> whenOpen() {
        return opened;
    }

    boolean isEmpty() {
        return attachments.isEmpty();
    }

    boolean hasRoom() {
        return attachments.size() < maxAttachments;
    }

    /**
     * Adds a listener, which is notified of events from now on; immediately if the connection is open, or could not be
     * opened.
     */
    public void attach(PooledConnectionListener attachment) {
        if (failure != null) {
            attachment.unreachable(failure);
            return;
        }
        attachments.add(attachment);
        idleCheck(null);
        if (connection != null) {
            attachment.connected(connection);
        }
    }

    /** Removes a listener and frees its place. */
    void detach(PooledConnectionListener attachment) {
        attachments.remove(attachment);
    }

    /** Replaces the check whether this connection is used; null for none. */
    void idleCheck(Timer.@Nullable Scheduled check) {
        if (idleCheck != null) {
            idleCheck.cancel();
        }
        idleCheck = check;
    }

    void opened(Connection made) {
        connection = made;
        List.copyOf(attachments).forEach(attachment -> attachment.connected(made));
        opened.complete(made);
    }

    void failed(StreamException cause) {
        failure = cause;
        tellLast(PooledConnectionListener::unreachable, cause);
        opened.completeExceptionally(cause);
    }

    void lost(StreamException cause) {
        idleCheck(null);
        tellLast(PooledConnectionListener::disconnected, cause);
    }

    void abandoned(StreamException cause) {
        idleCheck(null);
        tellLast(PooledConnectionListener::abandoned, cause);
        opened.completeExceptionally(cause);
    }

    private void tellLast(BiConsumer<PooledConnectionListener, StreamException> what, StreamException cause) {
        List<PooledConnectionListener> left = List.copyOf(attachments);
        attachments.clear();
        left.forEach(attachment -> what.accept(attachment, cause));
    }
}
