package io.rbfly.client.cluster;

import io.rbfly.client.recovery.RetryRounds;

/** The connections for publishers or for subscriptions. Created by {@link ClusterConnections}. */
public final class RoleConnections {
    private final ConnectionRole role;
    private final ConnectionPool pool;
    private final StreamLocator locator;
    private final RetryRounds rounds;
    private final boolean replicaOnly;

    RoleConnections(ConnectionRole role, ConnectionPool pool, StreamLocator locator, RetryRounds rounds) {
        this(role, pool, locator, rounds, false);
    }

    private RoleConnections(
            ConnectionRole role, ConnectionPool pool, StreamLocator locator, RetryRounds rounds, boolean replicaOnly) {
        this.role = role;
        this.pool = pool;
        this.locator = locator;
        this.rounds = rounds;
        this.replicaOnly = replicaOnly;
    }

    /**
     * The same connections, for the replicas of a stream.
     *
     * @param only whether its leader is not used at all
     */
    public RoleConnections toReplicas(boolean only) {
        return only ? new RoleConnections(role, pool, locator, rounds, true) : this;
    }

    /** Whether the leader of a stream is not one of its nodes to try. */
    public boolean replicaOnly() {
        return replicaOnly;
    }

    public ConnectionRole role() {
        return role;
    }

    public ConnectionPool pool() {
        return pool;
    }

    public StreamLocator locator() {
        return locator;
    }

    public RetryRounds rounds() {
        return rounds;
    }
}
