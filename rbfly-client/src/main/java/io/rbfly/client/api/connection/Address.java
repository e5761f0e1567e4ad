package io.rbfly.client.api.connection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The host and port of a node.
 *
 * @param host a name or an address; IPv6 addresses without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    public Address {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: blank (expected: a name or an address)");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
    }

    // Written out, since the JVM takes long to generate these methods for the first record, and each client starts with
    // them.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && host.equals(address.host) && port == address.port;
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
