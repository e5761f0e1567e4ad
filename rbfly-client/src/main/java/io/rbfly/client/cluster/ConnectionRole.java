package io.rbfly.client.cluster;

/** The purpose of a connection. On a shared connection, publishing and reading would delay each other. */
public enum ConnectionRole {
    /** For publishers and for requests that administer streams. */
    PUBLISHING("publisher"),
    /** For subscriptions. */
    READING("subscriber");

    private final String nameSuffix;

    ConnectionRole(String nameSuffix) {
        this.nameSuffix = nameSuffix;
    }

    /** The suffix of the names of these connections. */
    String nameSuffix() {
        return nameSuffix;
    }
}
