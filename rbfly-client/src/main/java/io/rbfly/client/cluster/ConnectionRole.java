package io.rbfly.client.cluster;

/** What a connection is for. On a shared one, publishing and reading would hold up each other. */
public enum ConnectionRole {
    /** Publishers, and what administers streams. */
    PUBLISHING("publisher"),
    /** Subscriptions. */
    READING("subscriber");

    private final String nameSuffix;

    ConnectionRole(String nameSuffix) {
        this.nameSuffix = nameSuffix;
    }

    /** What the name of such a connection ends with. */
    String nameSuffix() {
        return nameSuffix;
    }
}
