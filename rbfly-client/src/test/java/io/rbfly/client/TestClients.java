package io.rbfly.client;

import io.rbfly.client.config.Transport;

/** Makes clients over other transports than sockets, for tests in all packages. */
public final class TestClients {
    private TestClients() {}

    /** The client that a builder describes. */
    public static StreamsClient build(StreamsClientBuilder builder, Transport transport) {
        return builder.build(transport);
    }
}
