package io.rbfly.client.config;

import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.event.ClientEvent;
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
 * @param operationTimeout for all that an operation takes, connecting and pauses too
 * @param firstBackoff pause before the second attempt to reconnect; the first comes at once
 * @param longestBackoff pauses double up to this
 * @param maxReconnects attempts in a row after a lost connection
 * @param maxFrameSize largest frame that is accepted from a broker, in bytes
 * @param maxPublishersPerConnection how many share a connection before another is made
 * @param maxSubscriptionsPerConnection the same for subscriptions
 * @param addressResolver where to connect to for what nodes advertise, null when that is the same
 * @param listener told what happens, on the event loop
 * @param state whether there are connections
 */
public record ClientSettings(
        StreamUri uri,
        @Nullable TlsLayer tls,
        SaslMechanism sasl,
        String name,
        @Nullable Duration heartbeat,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration operationTimeout,
        Duration firstBackoff,
        Duration longestBackoff,
        int maxReconnects,
        int maxFrameSize,
        int maxPublishersPerConnection,
        int maxSubscriptionsPerConnection,
        @Nullable AddressResolver addressResolver,
        Consumer<? super ClientEvent> listener,
        ConnectionState state) {
    /** Publishers, and as many subscriptions, that a connection has ids for. */
    public static final int MAX_PER_CONNECTION = 256;

    /** Few of the ids that a connection has: brokers take 2 ms for each subscription that comes to the end of its stream. */
    public static final int DEFAULT_SUBSCRIPTIONS = 16;

    /** The settings of a client that was given no more than a URI. */
    public static ClientSettings of(StreamUri uri) {
        return new ClientSettings(
                uri,
                uri.tls() ? TlsLayer.of(TlsOptions.DEFAULT) : null,
                SaslMechanism.PLAIN,
                "rbfly",
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Integer.MAX_VALUE,
                256 << 20,
                MAX_PER_CONNECTION,
                DEFAULT_SUBSCRIPTIONS,
                null,
                event -> {},
                new ConnectionState());
    }
}
