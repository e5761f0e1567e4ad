package io.rbfly.testkit.embedded;

import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node of an embedded cluster, and what can happen to it. A node that is in the wanted state already stays as it is.
 *
 * <p>The methods that change something return when it has happened. They throw {@link IllegalStateException} if they
 * are called on the event loop of the cluster, or if the cluster is closed.
 */
public final class EmbeddedNode {
    private static final String HOST = "localhost";

    private final EmbeddedCluster cluster;
    private final ClusterState state;
    private final ClusterLoop loop;
    private final Node node;
    private final List<NodeServer> servers = new ArrayList<>();
    private final NodeServer plain;
    private final @Nullable NodeServer encrypted;
    private boolean isolated; // on the event loop only
    private boolean ended; // guarded by this

    /** @param port 0 for a free one */
    EmbeddedNode(
            EmbeddedCluster cluster,
            ClusterState state,
            ClusterLoop loop,
            Node node,
            @Nullable ServerTls tls,
            int port) {
        this.cluster = cluster;
        this.state = state;
        this.loop = loop;
        this.node = node;
        plain = server(null, port, EmbeddedNode::port);
        encrypted = tls == null ? null : server(tls, 0, EmbeddedNode::tlsPort);
    }

    private NodeServer server(@Nullable ServerTls tls, int port, ToIntFunction<EmbeddedNode> ports) {
        NodeServer server = new NodeServer(
                state, node, loop.eventLoop(), other -> address(cluster.publicNode(other), ports), tls, port);
        servers.add(server);
        return server;
    }

    private static Metadata.Broker address(EmbeddedNode node, ToIntFunction<EmbeddedNode> ports) {
        return new Metadata.Broker(node.cluster.nodes().indexOf(node), HOST, ports.applyAsInt(node));
    }

    /** Its name in the cluster: rabbit@a, rabbit@b and so on. */
    public String name() {
        return node.name();
    }

    /** The port for clients, also of a node that is stopped. */
    public int port() {
        return plain.port();
    }

    /**
     * The port for clients that use TLS.
     *
     * @throws IllegalStateException if the cluster was started without TLS
     */
    public int tlsPort() {
        if (encrypted == null) {
            throw new IllegalStateException("no TLS: start the broker with builder().tls(certificates, privateKey)");
        }
        return encrypted.port();
    }

    /** The URI of this node for clients, with the user who was added first and the virtual host /. */
    public String uri() {
        return uri("/");
    }

    /** The URI of this node for clients of a virtual host. */
    public String uri(String virtualHost) {
        return cluster.uri("rabbitmq-stream", address(), virtualHost);
    }

    /**
     * The URI of this node for clients that use TLS.
     *
     * @throws IllegalStateException if the cluster was started without TLS
     */
    public String tlsUri() {
        return tlsUri("/");
    }

    /**
     * The URI of this node for clients of a virtual host that use TLS.
     *
     * @throws IllegalStateException if the cluster was started without TLS
     */
    public String tlsUri(String virtualHost) {
        return cluster.uri("rabbitmq-stream+tls", tlsAddress(), virtualHost);
    }

    String address() {
        return HOST + ":" + port();
    }

    String tlsAddress() {
        return HOST + ":" + tlsPort();
    }

    /** Whether it runs, also if it is frozen or isolated. */
    public boolean isRunning() {
        return loop.call(node::isRunning);
    }

    /** The number of connections of clients. */
    public int connections() {
        return loop.call(
                () -> servers.stream().mapToInt(NodeServer::connections).sum());
    }

    /**
     * Ends the node, as {@code kill -9} does: its connections are closed without a word, and nobody listens on its
     * port. The streams that it led lose what they had not confirmed, and elect another leader if a majority of their
     * replicas runs. What was confirmed exists on the other replicas, and on this node when it starts again.
     */
    public synchronized void kill() {
        loop.checkNotInLoop();
        servers.forEach(NodeServer::close);
        loop.awaitSelector();
        loop.run(() -> {
            if (node.isRunning()) {
                state.kill(node);
            }
            cut();
        });
    }

    /**
     * Starts a node that was killed, on the same ports and with its streams.
     *
     * @throws UncheckedIOException if a port is in use meanwhile
     */
    public synchronized void start() {
        if (!isRunning()) {
            if (ended) {
                throw ClusterLoop.closed(null);
            }
            open();
            loop.run(() -> state.start(node));
        }
    }

    /**
     * Ends the node for good, before the event loop ends: a port that is being opened then would wait for it forever.
     */
    synchronized void end() {
        ended = true;
        kill();
    }

    /** Accepts connections. */
    void open() {
        try {
            servers.forEach(NodeServer::open);
        } catch (RuntimeException e) {
            servers.forEach(NodeServer::close);
            throw e;
        }
    }

    /**
     * Makes the node do nothing, like a process that is stopped by a signal: connections stay open, and are still
     * accepted, but nothing is answered. The streams that it leads confirm nothing meanwhile; after a minute, they have
     * other leaders if there are other nodes.
     */
    public void freeze() {
        loop.run(() -> {
            if (node.isRunning() && !node.isFrozen()) {
                state.freeze(node);
            }
        });
    }

    /** Lets a frozen node continue, with everything that clients have sent meanwhile. */
    public void thaw() {
        loop.run(() -> {
            if (node.isFrozen()) {
                state.thaw(node);
            }
        });
    }

    /**
     * Separates the node from the other nodes, but not from its clients. The streams that it led elect another leader
     * if a majority of their replicas is on the other side. There is nothing to separate a single node from.
     */
    public void isolate() {
        isolate(true);
    }

    /** Connects an isolated node with the other nodes again. */
    public void rejoin() {
        isolate(false);
    }

    private void isolate(boolean value) {
        loop.run(() -> {
            if (isolated != value) {
                isolated = value;
                state.isolate(node, value);
            }
        });
    }

    /** Closes all connections of clients without a word. They can connect again at once. */
    public void cutConnections() {
        loop.run(this::cut);
    }

    /** On the event loop only. */
    void cut() {
        servers.forEach(NodeServer::cut);
    }

    Node node() {
        return node;
    }

    @Override
    public String toString() {
        return name() + " at " + address();
    }
}
