package io.rbfly.client.cluster;

import io.rbfly.client.recovery.RetryRounds;

/** The connections for publishers or for subscriptions. Created by {@link ClusterConnections}. */
public final class RoleConnections {
    private final ConnectionRole role;
    private final ConnectionPool pool;
    private final StreamLocator locator;
    private final RetryRounds rounds;

    RoleConnections(ConnectionRole role, ConnectionPool pool, StreamLocator locator, RetryRounds rounds) {
        this.role = role;
        this.pool = pool;
        this.locator = locator;
        this.rounds = rounds;
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
