package io.rbfly.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.config.TlsLayer;
import io.rbfly.client.config.Transport;
import io.rbfly.client.core.ClientCore;
import io.rbfly.client.netty.NettyTransport;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a client. Each method throws {@link IllegalArgumentException} if its value is out of range; the message names
 * the setting.
 */
public final class StreamsClientBuilder {
    private static final Duration MAX_HEARTBEAT = Duration.ofHours(24);
    private static final int MAX_NAME = 1000;
    private static final Duration MAX_TIME = Duration.ofDays(365);

    private final StreamUri uri;
    private final ClientSettings.Builder settings;
    private @Nullable TlsOptions tls;
    private SaslMechanism sasl = SaslMechanism.PLAIN;
    private Duration blockedLoopWarning = Duration.ofSeconds(2);
    private @Nullable Executor callbackExecutor;
    private @Nullable NettyTransport netty;

    StreamsClientBuilder(String uri) {
        this.uri = StreamUri.parse(uri);
        this.settings = new ClientSettings.Builder(this.uri);
    }

    /**
     * Options of connections over TLS; {@link TlsOptions#DEFAULT} by default. Only for URIs that begin with
     * {@code rabbitmq-stream+tls}.
     */
    public StreamsClientBuilder tls(TlsOptions options) {
        Objects.requireNonNull(options, "options");
        this.tls = options;
        return this;
    }

    /** How the client authenticates; {@link SaslMechanism#PLAIN} by default. */
    public StreamsClientBuilder saslMechanism(SaslMechanism mechanism) {
        Objects.requireNonNull(mechanism, "mechanism");
        this.sasl = mechanism;
        settings.sasl(mechanism);
        return this;
    }

    /** The name that the broker shows for the connections, at most 1,000 bytes in UTF-8; {@code rbfly} by default. */
    public StreamsClientBuilder connectionName(String name) {
        Objects.requireNonNull(name, "name");
        Check.utf16("name", name);
        if (ByteBufUtil.utf8Bytes(name) > MAX_NAME) {
            throw new IllegalArgumentException("name: too long (expected: at most " + MAX_NAME + " bytes in UTF-8)");
        }
        settings.name(name);
        return this;
    }

    /**
     * The requested interval between heartbeats, in whole seconds up to a day; zero for no heartbeats. By default the
     * client accepts what the broker proposes, usually 60 seconds. The shorter of the two intervals applies. A broker
     * closes a connection from which it has read nothing for two to three intervals.
     */
    public StreamsClientBuilder heartbeat(Duration heartbeat) {
        Objects.requireNonNull(heartbeat, "heartbeat");
        if (heartbeat.isNegative() || heartbeat.toNanosPart() != 0 || heartbeat.compareTo(MAX_HEARTBEAT) > 0) {
            throw new IllegalArgumentException("heartbeat: " + heartbeat + " (expected: whole seconds, at most a day)");
        }
        settings.heartbeat(heartbeat);
        return this;
    }

    /**
     * The maximum time for a socket to connect, and again for the handshakes of TLS and of the stream protocol
     * together; 10 seconds by default. If a host name has several addresses, it applies to each.
     */
    public StreamsClientBuilder connectTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        settings.connectTimeout(positive("connectTimeout", timeout));
        return this;
    }

    /**
     * The maximum time for the broker to answer a request; 10 seconds by default. It counts from when the request has
     * been written to the network. A request that follows many bytes on a slow link waits for its turn as long as bytes
     * are sent, and then for its answer as long as chunks arrive that the broker was asked for before.
     */
    public StreamsClientBuilder requestTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        settings.requestTimeout(positive("requestTimeout", timeout));
        return this;
    }

    /**
     * The maximum time for an operation as a whole: an administrative one, or opening a publisher or a subscription. It
     * includes connecting, the pauses while no broker can be reached, and requests that are repeated. One minute by
     * default. After that time the operation fails with {@link RequestTimeoutException}, and what it opens nevertheless
     * is closed again. {@link SuperStreams#createSuperStream} has 60 ms more for each partition, and
     * {@link SuperStreams#deleteSuperStream} 60 seconds more.
     *
     * @param timeout more than zero; {@code ChronoUnit.FOREVER.getDuration()}, or anything longer than 365 days, for no
     *     limit
     */
    public StreamsClientBuilder operationTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        settings.operationTimeout(
                timeout.compareTo(MAX_TIME) > 0
                        ? ChronoUnit.FOREVER.getDuration()
                        : positive("operationTimeout", timeout));
        return this;
    }

    /**
     * The pauses between attempts to reconnect. The first attempt is immediate. The pauses that follow double, from
     * {@code first} to {@code longest}, with jitter: each lasts 50 to 100 % of its length, chosen at random. By default
     * 1 second and 30 seconds.
     */
    public StreamsClientBuilder backoff(Duration first, Duration longest) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(longest, "longest");
        positive("first", first);
        positive("longest", longest);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("longest: " + longest + " (expected: at least " + first + ")");
        }
        settings.firstBackoff(first);
        settings.longestBackoff(longest);
        return this;
    }

    /**
     * The maximum number of consecutive failed attempts to recover a publisher or a subscription, or to reconnect for
     * another operation, before the client gives up; unlimited by default. Attempts count whatever the reason for which
     * they failed.
     */
    public StreamsClientBuilder maxReconnects(int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("maxReconnects: " + attempts + " (expected: >= 0)");
        }
        settings.maxReconnects(attempts);
        return this;
    }

    /**
     * The maximum size of a frame from a broker, in bytes, at least 65,536; 256 MiB by default. Brokers do not apply
     * the negotiated frame size to chunks, so this only guards against malformed input.
     */
    public StreamsClientBuilder maxFrameSize(int bytes) {
        if (bytes < 1 << 16) {
            throw new IllegalArgumentException("maxFrameSize: " + bytes + " (expected: at least 65536)");
        }
        settings.maxFrameSize(bytes);
        return this;
    }

    /**
     * The maximum number of publishers on a connection, 1 to 256; 256 by default, which is the most that the protocol
     * allows. If there are more for a node, another connection is opened.
     */
    public StreamsClientBuilder maxPublishersPerConnection(int publishers) {
        settings.maxPublishersPerConnection(onOneConnection("maxPublishersPerConnection", publishers));
        return this;
    }

    /**
     * The maximum number of subscriptions on a connection, 1 to 256; 16 by default. If there are more for a node,
     * another connection is opened. A broker serves the subscriptions of a connection one after the other: a lower
     * number makes them wait less for each other, a higher number saves connections.
     */
    public StreamsClientBuilder maxSubscriptionsPerConnection(int subscriptions) {
        settings.maxSubscriptionsPerConnection(onOneConnection("maxSubscriptionsPerConnection", subscriptions));
        return this;
    }

    /**
     * How often each publisher and subscription of a super stream asks the broker for its partitions, since brokers do
     * not tell that one was added; 30 seconds by default, zero for never. They also ask when a partition was deleted
     * that they use.
     */
    public StreamsClientBuilder partitionInterval(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        settings.partitionInterval(interval.isZero() ? interval : positive("partitionInterval", interval));
        return this;
    }

    /**
     * Maps the address that a node advertises to the address to connect to; it always takes precedence. By default the
     * client connects to the advertised address, except if a single node has the stream and it is one to which the
     * client is connected already: then it uses the address of that connection. Addresses in the URI are used as they
     * are.
     */
    public StreamsClientBuilder addressResolver(AddressResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        settings.addressResolver(resolver);
        return this;
    }

    /**
     * The executor on which futures complete and handlers run; the event loop by default. The messages of one
     * subscription are handled in order on any executor. The handlers of a subscription to a super stream with
     * {@link io.rbfly.client.api.SubscriptionOptions#partitionExecutor()} run on that executor instead, and so do the
     * functions of its filter and of its error policy.
     */
    public StreamsClientBuilder callbackExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        this.callbackExecutor = executor;
        return this;
    }

    /**
     * How long code may block the event loop before a warning is logged that names the blocking method; 2 seconds by
     * default. A pause of the whole JVM of that length is logged as a pause of the JVM.
     */
    public StreamsClientBuilder blockedLoopWarning(Duration threshold) {
        Objects.requireNonNull(threshold, "threshold");
        this.blockedLoopWarning = positive("blockedLoopWarning", threshold);
        return this;
    }

    /**
     * A listener for events of the client's connections and event loop. It is called on the event loop and must not
     * block.
     */
    public StreamsClientBuilder listener(Consumer<? super ClientEvent> listener) {
        Objects.requireNonNull(listener, "listener");
        settings.listener(listener);
        return this;
    }

    /**
     * Sets the event loops and channels of Netty to run on. By default the client has an event loop of its own. Event
     * loops of a transport belong to the application and outlive the client.
     */
    public StreamsClientBuilder transport(NettyTransport transport) {
        this.netty = Objects.requireNonNull(transport, "transport");
        return this;
    }

    /**
     * Creates a client with these settings. It connects when it is first used. Files named in {@link TlsOptions} are
     * read here, in the calling thread, so for connections over TLS this method blocks.
     *
     * @throws IllegalArgumentException if such a file cannot be used, or if settings contradict each other
     */
    public StreamsClient build() {
        ClientSettings settings = settings();
        Transport transport = netty == null ? Transport.sockets(eventLoop(settings.name())) : Transport.shared(netty);
        return build(transport, settings);
    }

    /**
     * The class is deprecated in Netty 4.2, but its replacement does not exist in Netty 4.1. Its {@code next()} does
     * not return the same type in both, so the method of the interface is called.
     */
    @SuppressWarnings("deprecation")
    private static EventLoop eventLoop(String name) {
        EventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
        return group.next();
    }

    /** Creates a client over another transport, which the client shuts down when it is closed. */
    StreamsClient build(Transport transport) {
        return build(transport, settings());
    }

    private StreamsClient build(Transport transport, ClientSettings settings) {
        return new DefaultStreamsClient(new ClientCore(transport, settings, callbackExecutor, blockedLoopWarning));
    }

    private ClientSettings settings() {
        return settings.tls(tlsLayer()).build();
    }

    private @Nullable TlsLayer tlsLayer() {
        String expected = " without TLS (expected: a URI that begins with " + StreamUri.TLS_SCHEME + "://)";
        if (uri.tls()) {
            return TlsLayer.of(tls == null ? TlsOptions.DEFAULT : tls);
        } else if (tls != null) {
            throw new IllegalArgumentException("tls: options for connections" + expected);
        } else if (sasl == SaslMechanism.EXTERNAL) {
            throw new IllegalArgumentException("saslMechanism: EXTERNAL for connections" + expected);
        }
        return null;
    }

    private static int onOneConnection(String what, int value) {
        if (value < 1 || value > ClientSettings.MAX_PER_CONNECTION) {
            throw new IllegalArgumentException(
                    what + ": " + value + " (expected: 1 to " + ClientSettings.MAX_PER_CONNECTION + ")");
        }
        return value;
    }

    private static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: more than zero, at most a year)");
        }
        return value;
    }
}
