package io.rbfly.client;

import io.rbfly.client.config.Transport;

/** Builds clients over a simulated transport. */
public final class SimulatedClients {
    private SimulatedClients() {}

    /** The client that a builder describes. */
    public static StreamsClient build(StreamsClientBuilder builder, Transport transport) {
        return builder.build(transport);
    }
}
