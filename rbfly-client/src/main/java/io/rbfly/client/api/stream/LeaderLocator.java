package io.rbfly.client.api.stream;

/** How a cluster chooses the node that leads a new stream. */
public enum LeaderLocator {
    /** The node that the client is connected to when it creates the stream. */
    CLIENT_LOCAL("client-local"),
    /** One with few leaders, or any one when there are many streams already. */
    BALANCED("balanced"),
    /** One that leads the fewest streams; newer brokers take it for {@link #BALANCED}. */
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
