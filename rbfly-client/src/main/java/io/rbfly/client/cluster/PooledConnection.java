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
 * A connection as the pool keeps it, from the attempt to connect to its end, and who is on it. On the event loop only.
 */
public final class PooledConnection {
    private final ConnectionRole role;
    private final Address address;
    private final @Nullable Address wanted;
    private final String name;
    private final int most;
    private final Set<PooledConnectionListener> attachments = new LinkedHashSet<>();
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private @Nullable Connection connection;
    private Timer.@Nullable Scheduled idleCheck;

    /** With the node that it has to lead to, null for any, and how many may be on it. */
    PooledConnection(ConnectionRole role, Address address, @Nullable Address wanted, String name, int most) {
        this.role = role;
        this.address = address;
        this.wanted = wanted;
        this.name = name;
        this.most = most;
    }

    ConnectionRole role() {
        return role;
    }

    Address address() {
        return address;
    }

    /** What the node advertises that this has to lead to, null when any will do. */
    @Nullable
    Address wanted() {
        return wanted;
    }

    /**
     * Whether this leads, or will lead, to a node: an open connection by what the node says of itself, if it does;
     * another one by where it connects to, and for what.
     */
    boolean leadsTo(StreamNode node) {
        if (connection != null && connection.isIdentified()) {
            return connection.isTo(node.advertised());
        }
        return address.equals(node.dial())
                && (connection != null || node.advertised().equals(wanted));
    }

    String name() {
        return name;
    }

    /** The open connection, null before. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Completes when the connection is open, or exceptionally when it could not be made. */
    CompletableFuture<Connection> whenOpen() {
        return opened;
    }

    boolean isEmpty() {
        return attachments.isEmpty();
    }

    boolean hasRoom() {
        return attachments.size() < most;
    }

    /** Tells someone of this connection from now on; when it is open already, at once. */
    public void attach(PooledConnectionListener attachment) {
        attachments.add(attachment);
        idleCheck(null);
        if (connection != null) {
            attachment.connected(connection);
        }
    }

    /** Tells no more, and makes room for another. */
    void detach(PooledConnectionListener attachment) {
        attachments.remove(attachment);
    }

    /** Replaces the check whether anybody needs this connection; null for none. */
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
