package io.rbfly.testkit.embedded;

import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.User;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A cluster of RabbitMQ Streams in this JVM, for tests: nodes with ports of their own, and streams with a leader and
 * replicas on them.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster = EmbeddedCluster.start(3)) {
 *     StreamsClient client = StreamsClient.create(cluster.uri());
 *     ...
 *     cluster.stream("orders").leader().orElseThrow().kill();
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All nodes share one event loop, a daemon thread, and an instance may be used from any thread.
 * Methods that change something return when it has happened. They throw {@link IllegalStateException} if they are
 * called on that event loop, or if the cluster is closed.
 *
 * <p><b>Limits.</b> Streams are in memory, and lost when the cluster is closed; they are not when a node is killed.
 * Nodes listen on the loopback interface only. There is no AMQP 0.9.1, no management, and no OAuth 2.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private final ClusterLoop loop = new ClusterLoop();
    private final ClusterState state;
    private final List<EmbeddedNode> nodes;
    private final BrokerFaults faults;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** That of the URIs. */
    private volatile User user;

    EmbeddedCluster(Settings settings, int size, int port) {
        user = settings.users().get(0);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add("rabbit@" + (char) ('a' + i));
        }
        state = settings.state(loop.eventLoop(), names);
        nodes = state.nodes().stream()
                .map(node -> new EmbeddedNode(this, state, loop, node, settings.tls(), port))
                .toList();
        faults = new BrokerFaults(state, loop, nodes);
        try {
            nodes.forEach(EmbeddedNode::open);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a cluster with default settings.
     *
     * @param nodes the number of nodes, 1 to 26
     */
    public static EmbeddedCluster start(int nodes) {
        return builder().nodes(nodes).start();
    }

    /** Returns a builder of a cluster with other settings. */
    public static EmbeddedClusterBuilder builder() {
        return new EmbeddedClusterBuilder();
    }

    /** All nodes, also those that were killed. */
    public List<EmbeddedNode> nodes() {
        return nodes;
    }

    /**
     * A node.
     *
     * @throws IndexOutOfBoundsException unless it is one of 0 to the number of nodes - 1
     */
    public EmbeddedNode node(int index) {
        return nodes.get(index);
    }

    /** The URI for clients, with the hosts of all nodes, the user who was added first, and the virtual host /. */
    public String uri() {
        return uri("/");
    }

    /** The URI for clients of a virtual host, with the hosts of all nodes. */
    public String uri(String virtualHost) {
        return uri("rabbitmq-stream", hosts(EmbeddedNode::address), virtualHost);
    }

    /** A URI of each node. */
    public List<String> uris() {
        return nodes.stream().map(EmbeddedNode::uri).toList();
    }

    /**
     * The URI for clients that use TLS, with the hosts of all nodes.
     *
     * @throws IllegalStateException if the cluster was started without TLS
     */
    public String tlsUri() {
        return tlsUri("/");
    }

    /**
     * The URI for clients of a virtual host that use TLS, with the hosts of all nodes.
     *
     * @throws IllegalStateException if the cluster was started without TLS
     */
    public String tlsUri(String virtualHost) {
        return uri("rabbitmq-stream+tls", hosts(EmbeddedNode::tlsAddress), virtualHost);
    }

    private String hosts(Function<EmbeddedNode, String> address) {
        return nodes.stream().map(address).collect(Collectors.joining(","));
    }

    /** With the virtual host also if it is /: other clients take a slash alone for a virtual host without a name. */
    String uri(String scheme, String hosts, String virtualHost) {
        Objects.requireNonNull(virtualHost, "virtualHost");
        User first = user;
        return scheme + "://" + encode(first.name()) + ":" + encode(first.password()) + "@" + hosts + "/"
                + encode(virtualHost);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Adds a user, or gives one another password and other permissions, as {@link EmbeddedBuilder#user(String, String,
     * String, String, String)} does. Connections that are open keep what they have, URIs have the new password.
     */
    public void addUser(String name, String password, String configure, String write, String read) {
        User added = EmbeddedBuilder.userOf(name, password, configure, write, read);
        loop.run(() -> {
            state.addUser(added);
            if (added.name().equals(user.name())) {
                user = added;
            }
        });
    }

    /** A stream of the virtual host /, which need not exist yet. */
    public EmbeddedStream stream(String name) {
        return stream("/", name);
    }

    /**
     * A stream, which need not exist yet.
     *
     * @throws IllegalArgumentException if there is no such virtual host
     */
    public EmbeddedStream stream(String virtualHost, String name) {
        Objects.requireNonNull(virtualHost, "virtualHost");
        Objects.requireNonNull(name, "name");
        return new EmbeddedStream(this, state, loop, virtualHost(virtualHost), name);
    }

    /** A super stream of the virtual host /, which need not exist yet. */
    public EmbeddedSuperStream superStream(String name) {
        return superStream("/", name);
    }

    /**
     * A super stream, which need not exist yet.
     *
     * @throws IllegalArgumentException if there is no such virtual host
     */
    public EmbeddedSuperStream superStream(String virtualHost, String name) {
        Objects.requireNonNull(virtualHost, "virtualHost");
        Objects.requireNonNull(name, "name");
        return new EmbeddedSuperStream(loop, virtualHost(virtualHost), name);
    }

    private VirtualHost virtualHost(String name) {
        return loop.call(() -> Optional.ofNullable(state.virtualHost(name)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "virtualHost: " + name + " (expected: / or one that was added to the builder)"));
    }

    /** What can be made to fail in all nodes. */
    public BrokerFaults faults() {
        return faults;
    }

    EmbeddedNode publicNode(Node node) {
        return nodes.get(state.nodes().indexOf(node));
    }

    /** Ends all nodes and their connections; all streams are lost. Closing it again has no effect. */
    @Override
    public void close() {
        loop.checkNotInLoop();
        if (closed.compareAndSet(false, true)) {
            try {
                nodes.forEach(EmbeddedNode::end);
            } finally {
                loop.close();
            }
        }
    }
}
