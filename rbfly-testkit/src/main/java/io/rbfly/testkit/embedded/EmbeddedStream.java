package io.rbfly.testkit.embedded;

import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A stream of an embedded cluster: where it is, and what can happen to it. All methods but {@link #exists} throw
 * {@link IllegalStateException} if there is no such stream.
 */
public final class EmbeddedStream {
    private final EmbeddedCluster cluster;
    private final ClusterState state;
    private final ClusterLoop loop;
    private final VirtualHost virtualHost;
    private final String name;

    EmbeddedStream(
            EmbeddedCluster cluster, ClusterState state, ClusterLoop loop, VirtualHost virtualHost, String name) {
        this.cluster = cluster;
        this.state = state;
        this.loop = loop;
        this.name = name;
        this.virtualHost = virtualHost;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whether it exists. */
    public boolean exists() {
        return loop.call(() -> virtualHost.stream(name) != null);
    }

    /** The node that leads it; empty while it has no leader. */
    public Optional<EmbeddedNode> leader() {
        return loop.call(() -> Optional.ofNullable(stream().leader()).map(cluster::publicNode));
    }

    /** The nodes that have it, with the leader, also those that are stopped. */
    public List<EmbeddedNode> members() {
        return loop.call(
                () -> stream().members().stream().map(cluster::publicNode).toList());
    }

    /**
     * Makes another node the leader, with all that a {@link #restart} does.
     *
     * @throws IllegalArgumentException if the node does not have the stream, or cannot lead it at present
     */
    public void moveLeader(EmbeddedNode node) {
        Objects.requireNonNull(node, "node");
        if (!cluster.nodes().contains(node)) {
            throw new IllegalArgumentException("node: " + node + " (expected: a node of the cluster of " + name + ")");
        }
        Node target = node.node();
        loop.run(() -> state.moveLeader(stream(), target));
    }

    /**
     * Restarts the stream, as RabbitMQ does after a failure in it: all publishers and subscriptions are dropped,
     * clients are told with MetadataUpdate, and unconfirmed messages are lost. Clients can declare and subscribe again
     * when there is a leader.
     *
     * @throws IllegalStateException also if it has no leader at present, or one that is frozen or isolated
     */
    public void restart() {
        loop.run(() -> {
            ReplicatedStream stream = stream();
            Node leader = stream.leader();
            if (leader == null) {
                throw new IllegalStateException("stream: " + name + " has no leader");
            }
            try {
                state.moveLeader(stream, leader);
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "stream: " + name + " has a leader, " + leader + ", that is frozen or isolated", e);
            }
        });
    }

    private ReplicatedStream stream() {
        ReplicatedStream stream = virtualHost.stream(name);
        if (stream == null) {
            throw new IllegalStateException("stream: " + name + " (expected: one that exists)");
        }
        return stream;
    }

    @Override
    public String toString() {
        return name;
    }
}
