package io.rbfly.client.config;

import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all connections of a client have in common. Immutable; made by a {@link Builder}, which has the defaults. */
public final class ClientSettings {
    /** Publishers, and as many subscriptions, that a connection has ids for. */
    public static final int MAX_PER_CONNECTION = 256;

    /**
     * Few of the ids that a connection has: brokers take 2 ms for each subscription that comes to the end of its
     * stream.
     */
    private static final int DEFAULT_SUBSCRIPTIONS = 16;

    private final StreamUri uri;
    private final @Nullable TlsLayer tls;
    private final SaslMechanism sasl;
    private final String name;
    private final @Nullable Duration heartbeat;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Duration operationTimeout;
    private final Duration firstBackoff;
    private final Duration longestBackoff;
    private final int maxReconnects;
    private final int maxFrameSize;
    private final int maxPublishersPerConnection;
    private final int maxSubscriptionsPerConnection;
    private final @Nullable AddressResolver addressResolver;
    private final Consumer<? super ClientEvent> listener;
    private final ConnectionState state = new ConnectionState();

    private ClientSettings(Builder builder) {
        this.uri = builder.uri;
        this.tls = builder.tls;
        this.sasl = builder.sasl;
        this.name = builder.name;
        this.heartbeat = builder.heartbeat;
        this.connectTimeout = builder.connectTimeout;
        this.requestTimeout = builder.requestTimeout;
        this.operationTimeout = builder.operationTimeout;
        this.firstBackoff = builder.firstBackoff;
        this.longestBackoff = builder.longestBackoff;
        this.maxReconnects = builder.maxReconnects;
        this.maxFrameSize = builder.maxFrameSize;
        this.maxPublishersPerConnection = builder.maxPublishersPerConnection;
        this.maxSubscriptionsPerConnection = builder.maxSubscriptionsPerConnection;
        this.addressResolver = builder.addressResolver;
        this.listener = new GuardedListener(builder.listener, state);
    }

    /** The settings of a client that was given no more than a URI. */
    public static ClientSettings of(StreamUri uri) {
        return new Builder(uri)
                .tls(uri.tls() ? TlsLayer.of(TlsOptions.DEFAULT) : null)
                .build();
    }

    /** Where to connect and as whom. */
    public StreamUri uri() {
        return uri;
    }

    /** What secures connections, null for plain ones. */
    @Nullable
    public TlsLayer tls() {
        return tls;
    }

    /** How the client tells who it is. */
    public SaslMechanism sasl() {
        return sasl;
    }

    /** What the management interface shows; roles are appended to it. */
    public String name() {
        return name;
    }

    /** The wanted interval, null for what the broker proposes, zero for none. */
    @Nullable
    public Duration heartbeat() {
        return heartbeat;
    }

    /** For the socket, and again for the handshake. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** For the answer to a request. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** For all that an operation takes, connecting and pauses too. */
    public Duration operationTimeout() {
        return operationTimeout;
    }

    /** The pause before the second attempt to reconnect; the first comes at once. */
    public Duration firstBackoff() {
        return firstBackoff;
    }

    /** Pauses double up to this one. */
    public Duration longestBackoff() {
        return longestBackoff;
    }

    /** Attempts in a row after a lost connection. */
    public int maxReconnects() {
        return maxReconnects;
    }

    /** The largest frame that is accepted from a broker, in bytes. */
    public int maxFrameSize() {
        return maxFrameSize;
    }

    /** How many publishers share a connection before another is made. */
    public int maxPublishersPerConnection() {
        return maxPublishersPerConnection;
    }

    /** How many subscriptions share a connection before another is made. */
    public int maxSubscriptionsPerConnection() {
        return maxSubscriptionsPerConnection;
    }

    /** Where to connect to for what nodes advertise, null when that is the same. */
    @Nullable
    public AddressResolver addressResolver() {
        return addressResolver;
    }

    /** Told what happens, on the event loop. */
    public Consumer<? super ClientEvent> listener() {
        return listener;
    }

    /** Whether there are connections. */
    public ConnectionState state() {
        return state;
    }

    @Override
    public String toString() {
        return "ClientSettings[uri=" + uri + ", tls=" + tls + ", sasl=" + sasl + ", name=" + name + "]";
    }

    /** Settings that are being made. Checks nothing. */
    public static final class Builder {
        private final StreamUri uri;
        private @Nullable TlsLayer tls;
        private SaslMechanism sasl = SaslMechanism.PLAIN;
        private String name = "rbfly";
        private @Nullable Duration heartbeat;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration operationTimeout = Duration.ofMinutes(1);
        private Duration firstBackoff = Duration.ofSeconds(1);
        private Duration longestBackoff = Duration.ofSeconds(30);
        private int maxReconnects = Integer.MAX_VALUE;
        private int maxFrameSize = 256 << 20;
        private int maxPublishersPerConnection = MAX_PER_CONNECTION;
        private int maxSubscriptionsPerConnection = DEFAULT_SUBSCRIPTIONS;
        private @Nullable AddressResolver addressResolver;
        private Consumer<? super ClientEvent> listener = event -> {};

        /** With what has no default. */
        public Builder(StreamUri uri) {
            this.uri = uri;
        }

        public Builder tls(@Nullable TlsLayer tls) {
            this.tls = tls;
            return this;
        }

        public Builder sasl(SaslMechanism sasl) {
            this.sasl = sasl;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder heartbeat(@Nullable Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
            return this;
        }

        public Builder operationTimeout(Duration operationTimeout) {
            this.operationTimeout = operationTimeout;
            return this;
        }

        public Builder firstBackoff(Duration firstBackoff) {
            this.firstBackoff = firstBackoff;
            return this;
        }

        public Builder longestBackoff(Duration longestBackoff) {
            this.longestBackoff = longestBackoff;
            return this;
        }

        public Builder maxReconnects(int maxReconnects) {
            this.maxReconnects = maxReconnects;
            return this;
        }

        public Builder maxFrameSize(int maxFrameSize) {
            this.maxFrameSize = maxFrameSize;
            return this;
        }

        public Builder maxPublishersPerConnection(int maxPublishersPerConnection) {
            this.maxPublishersPerConnection = maxPublishersPerConnection;
            return this;
        }

        public Builder maxSubscriptionsPerConnection(int maxSubscriptionsPerConnection) {
            this.maxSubscriptionsPerConnection = maxSubscriptionsPerConnection;
            return this;
        }

        public Builder addressResolver(@Nullable AddressResolver addressResolver) {
            this.addressResolver = addressResolver;
            return this;
        }

        public Builder listener(Consumer<? super ClientEvent> listener) {
            this.listener = listener;
            return this;
        }

        /** The settings as they are now. */
        public ClientSettings build() {
            return new ClientSettings(this);
        }
    }
}
