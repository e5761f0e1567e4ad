package io.rbfly.testkit.embedded;

/** Builds a cluster; {@link #start} starts it. */
public final class EmbeddedClusterBuilder extends EmbeddedBuilder<EmbeddedClusterBuilder> {
    private static final int MAX_NODES = 26; // one for each letter

    private int nodes = 3;

    EmbeddedClusterBuilder() {}

    @Override
    EmbeddedClusterBuilder self() {
        return this;
    }

    /** The number of nodes, 1 to 26; 3 by default. They are named rabbit@a, rabbit@b and so on. */
    public EmbeddedClusterBuilder nodes(int nodes) {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("nodes: " + nodes + " (expected: 1.." + MAX_NODES + ")");
        }
        this.nodes = nodes;
        return this;
    }

    /** Starts all nodes, each on free ports. When the method returns, clients can connect to them. */
    public EmbeddedCluster start() {
        return new EmbeddedCluster(settings(), nodes, 0);
    }
}
