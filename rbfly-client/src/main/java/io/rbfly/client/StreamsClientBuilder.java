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
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settings of a client. Each is checked when it is set, with an {@link IllegalArgumentException} that names it. */
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

    StreamsClientBuilder(String uri) {
        this.uri = StreamUri.parse(uri);
        this.settings = new ClientSettings.Builder(this.uri);
    }

    /**
     * How connections over TLS are secured; by default as {@link TlsOptions#DEFAULT}. For URIs that begin with
     * {@code rabbitmq-stream+tls} only.
     */
    public StreamsClientBuilder tls(TlsOptions options) {
        Objects.requireNonNull(options, "options");
        this.tls = options;
        return this;
    }

    /** How the client tells the broker who it is; by default {@link SaslMechanism#PLAIN}. */
    public StreamsClientBuilder saslMechanism(SaslMechanism mechanism) {
        Objects.requireNonNull(mechanism, "mechanism");
        this.sasl = mechanism;
        settings.sasl(mechanism);
        return this;
    }

    /** The name that the broker shows for the connections, at most 1,000 bytes in UTF-8; by default rbfly. */
    public StreamsClientBuilder connectionName(String name) {
        Objects.requireNonNull(name, "name");
        if (ByteBufUtil.utf8Bytes(name) > MAX_NAME) {
            throw new IllegalArgumentException("name: too long (expected: at most " + MAX_NAME + " bytes in UTF-8)");
        }
        settings.name(name);
        return this;
    }

    /**
     * The wanted interval between heartbeats, in whole seconds; zero for none. By default what the broker proposes,
     * usually 60 seconds. The shorter of both wishes holds. A broker closes a connection from which it has read nothing
     * for two to three intervals.
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
     * The longest time for a socket to connect, and again for the handshake, with that of TLS; by default 10 seconds.
     * It is that of each address when a host name has several.
     */
    public StreamsClientBuilder connectTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        settings.connectTimeout(positive("connectTimeout", timeout));
        return this;
    }

    /** The longest time for the broker to answer a request; by default 10 seconds. */
    public StreamsClientBuilder requestTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        settings.requestTimeout(positive("requestTimeout", timeout));
        return this;
    }

    /**
     * The longest time for an operation as a whole: an administrative one, or to open a publisher or a subscription,
     * with all that it takes to connect, pauses while no broker can be reached, and requests that are repeated; by
     * default a minute. Behind it the operation fails with {@link RequestTimeoutException}, and what it opens all the
     * same is closed again.
     *
     * @param timeout more than zero; {@code ChronoUnit.FOREVER.getDuration()}, or anything above a year, for no bound
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
     * The pauses between attempts to reconnect. The first attempt comes at once; the pauses after it double from the
     * first to the longest, each shortened by chance to between a half and the whole. By default 1 second and 30
     * seconds.
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
     * Most attempts in a row to bring a publisher or a subscription back, or to connect for another operation when
     * there was a connection before, until the client gives up; by default it never does. Whatever made them fail
     * counts.
     */
    public StreamsClientBuilder maxReconnects(int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("maxReconnects: " + attempts + " (expected: >= 0)");
        }
        settings.maxReconnects(attempts);
        return this;
    }

    /**
     * The largest frame that is accepted from a broker, in bytes; by default 256 MiB. Brokers do not hold chunks to the
     * frame size that they agree on, so this only guards against nonsense.
     */
    public StreamsClientBuilder maxFrameSize(int bytes) {
        if (bytes < 1 << 16) {
            throw new IllegalArgumentException("maxFrameSize: " + bytes + " (expected: at least 65536)");
        }
        settings.maxFrameSize(bytes);
        return this;
    }

    /**
     * How many publishers share a connection to a node before another is made, from 1 to 256; by default 256, as many
     * as a connection can hold.
     */
    public StreamsClientBuilder maxPublishersPerConnection(int publishers) {
        settings.maxPublishersPerConnection(onOneConnection("maxPublishersPerConnection", publishers));
        return this;
    }

    /**
     * How many subscriptions share a connection to a node before another is made, from 1 to 256; by default 16. A
     * broker serves those of one connection one after the other: with fewer, one waits less for the others; with more,
     * fewer connections are open.
     */
    public StreamsClientBuilder maxSubscriptionsPerConnection(int subscriptions) {
        settings.maxSubscriptionsPerConnection(onOneConnection("maxSubscriptionsPerConnection", subscriptions));
        return this;
    }

    /**
     * Where to connect to for the address that a node advertises; it has the last word. By default that address itself,
     * but for a node that is the only one that has a stream asked for: it is reached as it was before. Addresses in the
     * URI are used as they are.
     */
    public StreamsClientBuilder addressResolver(AddressResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        settings.addressResolver(resolver);
        return this;
    }

    /**
     * Where futures complete and handlers run; by default the event loop. The order of messages of one subscription
     * holds with any executor.
     */
    public StreamsClientBuilder callbackExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        this.callbackExecutor = executor;
        return this;
    }

    /**
     * How long code may block the event loop before a warning is logged that names it; by default 2 seconds. A pause of
     * the whole JVM that is as long is logged as such.
     */
    public StreamsClientBuilder blockedLoopWarning(Duration threshold) {
        Objects.requireNonNull(threshold, "threshold");
        this.blockedLoopWarning = positive("blockedLoopWarning", threshold);
        return this;
    }

    /** Told what happens to the client's connections and event loop, on the event loop. It must not block. */
    public StreamsClientBuilder listener(Consumer<? super ClientEvent> listener) {
        Objects.requireNonNull(listener, "listener");
        settings.listener(listener);
        return this;
    }

    /**
     * A client with these settings. It connects when it is first used. Files that {@link TlsOptions} name are read
     * here, in the calling thread: for connections over TLS this method blocks for so long.
     *
     * @throws IllegalArgumentException when such a file cannot be used, or when settings contradict each other
     */
    public StreamsClient build() {
        ClientSettings settings = settings();
        return build(Transport.sockets(eventLoop(settings.name())), settings);
    }

    /**
     * The class is deprecated in Netty 4.2, but Netty 4.1 has it too. Its {@code next()} does not return the same type
     * in both, so that of the interface is called.
     */
    @SuppressWarnings("deprecation")
    private static EventLoop eventLoop(String name) {
        EventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
        return group.next();
    }

    /** A client over another transport, which it shuts down when it is closed. */
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
