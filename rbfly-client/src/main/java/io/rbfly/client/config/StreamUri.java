package io.rbfly.client.config;

import io.rbfly.client.api.connection.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A URI with the addresses and the user: {@code rabbitmq-stream://user:password@host:port/vhost}. There may be several
 * hosts with their ports, {@code host1:5552,host2:5552}: nodes of one cluster, any of which may be used.
 *
 * <p>The scheme {@code rabbitmq-stream+tls} is for connections over TLS. Everything but the scheme is optional; the
 * defaults are user and password guest, host localhost, port 5552, or 5551 with TLS, and virtual host /.
 * Percent-encoding is decoded, so a virtual host named a/b is written as a%2fb. The password never appears in strings
 * or messages.
 */
public record StreamUri(boolean tls, List<Address> addresses, String user, String password, String virtualHost) {
    /** The scheme of plain connections. */
    public static final String SCHEME = "rabbitmq-stream";

    /** The scheme of connections over TLS. */
    public static final String TLS_SCHEME = "rabbitmq-stream+tls";

    private static final String EXPECTED = " (expected: rabbitmq-stream://user:password@host:port/vhost)";
    private static final int DEFAULT_PORT = 5552;
    private static final int DEFAULT_TLS_PORT = 5551;

    public StreamUri {
        addresses = List.copyOf(addresses);
    }

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException if it is malformed; the message does not contain the password
     */
    public static StreamUri parse(String text) {
        List<StreamUri> all =
                oneForEachHost(text).stream().map(StreamUri::parseOne).toList();
        StreamUri first = all.get(0);
        return new StreamUri(
                first.tls(),
                all.stream().flatMap(uri -> uri.addresses().stream()).distinct().toList(),
                first.user(),
                first.password(),
                first.virtualHost());
    }

    /** Splits a URI into one URI for each host, at least one, since {@link URI} supports only one host. */
    private static List<String> oneForEachHost(String text) {
        int start = text.indexOf("://") + 3;
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int hosts = start < 3 ? -1 : Math.max(start, text.lastIndexOf('@', end - 1) + 1);
        if (hosts < 0 || text.indexOf(',', hosts) < 0 || text.indexOf(',', hosts) > end) {
            return List.of(text);
        }
        List<String> all = new ArrayList<>();
        for (String host : text.substring(hosts, end).split(",", -1)) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("URI: empty host in the list of hosts" + EXPECTED);
            }
            all.add(text.substring(0, hosts) + host + text.substring(end));
        }
        return all;
    }

    private static StreamUri parseOne(String text) {
        URI uri;
        try {
            uri = new URI(text.endsWith("://") ? text + "localhost" : text);
        } catch (URISyntaxException e) {
            // Without the exception's message, which contains the input.
            throw new IllegalArgumentException("URI: " + e.getReason() + " at index " + e.getIndex() + EXPECTED);
        }
        boolean tls = TLS_SCHEME.equals(uri.getScheme());
        if (!tls && !SCHEME.equals(uri.getScheme())) {
            throw new IllegalArgumentException("URI: scheme " + uri.getScheme() + EXPECTED);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.isOpaque()) {
            throw new IllegalArgumentException("URI: contains more than an address and a virtual host" + EXPECTED);
        }
        if (uri.getRawPath() != null && uri.getRawPath().indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "URI: / in user or password, or @ in the virtual host, must be encoded as %2f or %40" + EXPECTED);
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "guest:guest" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        return new StreamUri(
                tls,
                List.of(address(authority.substring(at + 1), tls ? DEFAULT_TLS_PORT : DEFAULT_PORT)),
                decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                decode(colon < 0 ? "" : userInfo.substring(colon + 1)),
                virtualHost(uri.getRawPath()));
    }

    private static Address address(String hostAndPort, int defaultPort) {
        int hostEnd = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : hostAndPort.indexOf(':');
        if (hostEnd < 0 || hostEnd == hostAndPort.length()) {
            return new Address(host(hostAndPort), defaultPort);
        }
        String port = hostAndPort.substring(hostEnd + 1);
        return new Address(host(hostAndPort.substring(0, hostEnd)), port.isEmpty() ? defaultPort : port(port));
    }

    private static String host(String host) {
        if (host.isEmpty()) {
            return "localhost";
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : decode(host);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // throws the exception below
        }
        throw new IllegalArgumentException("URI: port is not a number from 1 to 65535" + EXPECTED);
    }

    private static String virtualHost(String path) {
        return path == null || path.length() <= 1 ? "/" : decode(path.substring(1));
    }

    private static String decode(String text) {
        // A plus sign is literal in a URI, but the decoder is for forms, where it means a space.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the addresses as text. */
    public String hosts() {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return (tls ? TLS_SCHEME : SCHEME) + "://" + user + "@" + hosts() + "/"
                + (virtualHost.equals("/") ? "" : virtualHost);
    }
}
