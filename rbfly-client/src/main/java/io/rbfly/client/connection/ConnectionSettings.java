package io.rbfly.client.connection;

import io.rbfly.client.api.AddressResolver;
import io.rbfly.client.api.ClientEvent;
import io.rbfly.client.api.SaslMechanism;
import io.rbfly.client.api.TlsOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a client have in common.
 *
 * @param uri where to connect and as whom
 * @param tls what secures connections, null for plain ones
 * @param sasl how the client tells who it is
 * @param name what the management interface shows; roles are appended to it
 * @param heartbeat the wanted interval, null for what the broker proposes, zero for none
 * @param connectTimeout for the socket, and again for the handshake
 * @param requestTimeout for the answer to a request
 * @param firstBackoff pause before the second attempt to reconnect; the first comes at once
 * @param longestBackoff pauses double up to this
 * @param maxReconnects attempts in a row after a lost connection
 * @param maxFrameSize largest frame that is accepted from a broker, in bytes
 * @param addressResolver where to connect to for what nodes advertise, null when that is the same
 * @param listener told what happens, on the event loop
 */
public record ConnectionSettings(
        StreamUri uri,
        @Nullable TlsLayer tls,
        SaslMechanism sasl,
        String name,
        @Nullable Duration heartbeat,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration firstBackoff,
        Duration longestBackoff,
        int maxReconnects,
        int maxFrameSize,
        @Nullable AddressResolver addressResolver,
        Consumer<? super ClientEvent> listener) {
    /** The settings of a client that was given no more than a URI. */
    public static ConnectionSettings of(StreamUri uri) {
        return new ConnectionSettings(
                uri,
                uri.tls() ? TlsLayer.of(TlsOptions.DEFAULT) : null,
                SaslMechanism.PLAIN,
                "rbfly",
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Integer.MAX_VALUE,
                256 << 20,
                null,
                event -> {});
    }
}
