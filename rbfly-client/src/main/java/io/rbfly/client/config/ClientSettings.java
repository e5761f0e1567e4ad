package io.rbfly.client.config;

import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a client. Immutable; created by a {@link Builder}, which contains the defaults. */
public final class ClientSettings {
    /** The number of publisher ids, and of subscription ids, of a connection. */
    public static final int MAX_PER_CONNECTION = 256;

    /**
     * Only a few of the ids of a connection: a broker spends 2 ms on each subscription that reaches the end of its
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
    private final Duration partitionInterval;
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
        this.partitionInterval = builder.partitionInterval;
        this.addressResolver = builder.addressResolver;
        this.listener = new GuardedListener(builder.listener, state);
    }

    /** Returns the default settings with a URI. */
    public static ClientSettings of(StreamUri uri) {
        return new Builder(uri)
                .tls(uri.tls() ? TlsLayer.of(TlsOptions.DEFAULT) : null)
                .build();
    }

    /** The addresses and the user. */
    public StreamUri uri() {
        return uri;
    }

    /** The TLS layer, null for plain connections. */
    @Nullable
    public TlsLayer tls() {
        return tls;
    }

    /** The authentication mechanism. */
    public SaslMechanism sasl() {
        return sasl;
    }

    /** The name shown by the management interface; the role of a connection is appended to it. */
    public String name() {
        return name;
    }

    /** The requested heartbeat interval, null to accept what the broker proposes, zero for no heartbeats. */
    @Nullable
    public Duration heartbeat() {
        return heartbeat;
    }

    /** The timeout for the socket, and again for the handshake. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** The timeout for the response to a request. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** The timeout for an operation as a whole, including connecting and pauses. */
    public Duration operationTimeout() {
        return operationTimeout;
    }

    /** The pause before the second attempt to reconnect; the first one is immediate. */
    public Duration firstBackoff() {
        return firstBackoff;
    }

    /** The limit up to which pauses double. */
    public Duration longestBackoff() {
        return longestBackoff;
    }

    /** The maximum number of consecutive attempts after a lost connection. */
    public int maxReconnects() {
        return maxReconnects;
    }

    /** The maximum size of a frame from a broker, in bytes. */
    public int maxFrameSize() {
        return maxFrameSize;
    }

    /** The maximum number of publishers on a connection. */
    public int maxPublishersPerConnection() {
        return maxPublishersPerConnection;
    }

    /** The maximum number of subscriptions on a connection. */
    public int maxSubscriptionsPerConnection() {
        return maxSubscriptionsPerConnection;
    }

    /** How often the partitions of super streams are queried, zero for never. */
    public Duration partitionInterval() {
        return partitionInterval;
    }

    /** Maps advertised addresses to those to connect to, null if they are the same. */
    @Nullable
    public AddressResolver addressResolver() {
        return addressResolver;
    }

    /** The listener for events, called on the event loop. */
    public Consumer<? super ClientEvent> listener() {
        return listener;
    }

    /** Whether connections are open. */
    public ConnectionState state() {
        return state;
    }

    @Override
    public String toString() {
        return "ClientSettings[uri=" + uri + ", tls=" + tls + ", sasl=" + sasl + ", name=" + name + "]";
    }

    /** Builds settings. It does not check the values. */
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
        private Duration partitionInterval = Duration.ofSeconds(30);
        private @Nullable AddressResolver addressResolver;
        private Consumer<? super ClientEvent> listener = event -> {};

        /** Creates a builder with the setting that has no default. */
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

        public Builder partitionInterval(Duration partitionInterval) {
            this.partitionInterval = partitionInterval;
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

        /** Returns the current settings. */
        public ClientSettings build() {
            return new ClientSettings(this);
        }
    }
}
