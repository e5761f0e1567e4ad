package io.rbfly.client.api.stream;

/** How a cluster chooses the node of the leader of a new stream. */
public enum LeaderLocator {
    /** The node to which the client is connected when it creates the stream. */
    CLIENT_LOCAL("client-local"),
    /** A node with few leaders, or a random one if there are many streams. */
    BALANCED("balanced"),
    /** The node with the fewest leaders; newer brokers treat it as {@link #BALANCED}. */
    LEAST_LEADERS("least-leaders");

    private final String argument;

    LeaderLocator(String argument) {
        this.argument = argument;
    }

    /** Its name in the protocol. */
    String argument() {
        return argument;
    }
}
