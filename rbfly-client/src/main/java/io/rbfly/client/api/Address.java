package io.rbfly.client.api;

/**
 * Host and port of a node.
 *
 * @param host a name or an address; one of IPv6 has no brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    public Address {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: blank (expected: a name or an address)");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
