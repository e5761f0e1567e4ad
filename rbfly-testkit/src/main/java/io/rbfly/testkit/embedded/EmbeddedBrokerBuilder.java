package io.rbfly.testkit.embedded;

/** Builds a broker; {@link #start} starts it. */
public final class EmbeddedBrokerBuilder extends EmbeddedBuilder<EmbeddedBrokerBuilder> {
    private static final int MAX_PORT = 65_535;

    private int port;

    EmbeddedBrokerBuilder() {}

    @Override
    EmbeddedBrokerBuilder self() {
        return this;
    }

    /** The port for clients; 0, the default, takes a free one. RabbitMQ's is 5552. */
    public EmbeddedBrokerBuilder port(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0.." + MAX_PORT + ")");
        }
        this.port = port;
        return this;
    }

    /**
     * Starts the broker. When the method returns, clients can connect.
     *
     * @throws java.io.UncheckedIOException if the port is in use
     */
    public EmbeddedBroker start() {
        return new EmbeddedBroker(new EmbeddedCluster(settings(), 1, port));
    }
}
