package io.rbfly.benchmarks.compare.wire;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The address of the broker: {@code rabbitmq-stream://user:password@host:port/vhost}, of which all parts except the
 * scheme are optional.
 */
public record BrokerUri(String host, int port, String user, String password, String virtualHost) {
    private static final int DEFAULT_PORT = 5552;

    /** Parses a URI. */
    public static BrokerUri parse(String text) {
        URI uri = URI.create(text);
        if (!"rabbitmq-stream".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("--uri: expected rabbitmq-stream://user:password@host:port/vhost");
        }
        String[] user = (uri.getRawUserInfo() == null ? "guest:guest" : uri.getRawUserInfo()).split(":", 2);
        String path = uri.getRawPath();
        return new BrokerUri(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(user[0]),
                user.length < 2 ? "" : decode(user[1]),
                path == null || path.length() < 2 ? "/" : decode(path.substring(1)));
    }

    /** Returns the address as text that {@link #parse} and clients read. */
    public String text() {
        return "rabbitmq-stream://" + encode(user) + ":" + encode(password) + "@" + host + ":" + port + "/"
                + encode(virtualHost);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
