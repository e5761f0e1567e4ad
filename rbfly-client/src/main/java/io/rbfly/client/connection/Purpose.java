package io.rbfly.client.connection;

/** What a connection is for. On a shared one, publishing and reading would hold up each other. */
public enum Purpose {
    /** Publishers, and what administers streams. */
    PUBLISHING("publisher"),
    /** Subscriptions. */
    READING("subscriber");

    private final String role;

    Purpose(String role) {
        this.role = role;
    }

    /** What the name of such a connection ends with. */
    String role() {
        return role;
    }
}
