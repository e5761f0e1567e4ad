package io.rbfly.client.connection;

/** What publishers, or subscriptions, get their connections from. Made by {@link Connections}. */
public final class StreamConnections {
    private final Purpose purpose;
    private final ConnectionPool pool;
    private final Locator locator;
    private final RetryRounds rounds;

    StreamConnections(Purpose purpose, ConnectionPool pool, Locator locator, RetryRounds rounds) {
        this.purpose = purpose;
        this.pool = pool;
        this.locator = locator;
        this.rounds = rounds;
    }

    Purpose purpose() {
        return purpose;
    }

    ConnectionPool pool() {
        return pool;
    }

    Locator locator() {
        return locator;
    }

    RetryRounds rounds() {
        return rounds;
    }
}
