package io.rbfly.testkit.embedded;

import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.User;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a broker and a cluster have in common. Each method throws {@link IllegalArgumentException} if its
 * value is out of range; the message names the setting.
 *
 * @param <B> the builder itself
 */
public abstract sealed class EmbeddedBuilder<B extends EmbeddedBuilder<B>>
        permits EmbeddedBrokerBuilder, EmbeddedClusterBuilder {
    private static final long DEFAULT_MAX_MEMORY = 256L << 20;
    private static final int DEFAULT_FRAME_MAX = 1 << 20;
    private static final int MIN_FRAME_MAX = 8_192;
    private static final int MAX_FRAME_MAX = 16 << 20;
    private static final Duration MAX_HEARTBEAT = Duration.ofHours(24);
    private static final Duration MAX_ELECTION_DELAY = Duration.ofHours(1);
    private static final Duration MAX_REQUEST_TIMEOUT = Duration.ofHours(1);

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Set<String> virtualHosts = new LinkedHashSet<>();
    private InstantSource clock = InstantSource.system();
    private @Nullable ServerTls tls;
    private long maxMemory = DEFAULT_MAX_MEMORY;
    private int frameMax = DEFAULT_FRAME_MAX;
    private Duration heartbeat = Duration.ofSeconds(60);
    private Duration electionDelay = Duration.ofMillis(100);
    private Duration requestTimeout = Duration.ofSeconds(60);
    private int maxConnections = Integer.MAX_VALUE;

    EmbeddedBuilder() {}

    abstract B self();

    /**
     * Adds a user who may do everything. The user who is added first is the one of the URIs. If none is added, there is
     * the user guest with the password guest.
     */
    public B user(String name, String password) {
        return user(name, password, ".*", ".*", ".*");
    }

    /**
     * Adds a user whose permissions are limited by regular expressions, in the order of {@code rabbitmqctl
     * set_permissions}. They apply to all virtual hosts. As in RabbitMQ, an empty expression permits nothing, and a
     * user with an empty password cannot log in with it.
     *
     * @param configure streams and super streams that the user may create and delete
     * @param write streams that the user may publish to
     * @param read streams that the user may read
     */
    public B user(String name, String password, String configure, String write, String read) {
        users.put(name, userOf(name, password, configure, write, read));
        return self();
    }

    static User userOf(String name, String password, String configure, String write, String read) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(configure, "configure");
        Objects.requireNonNull(write, "write");
        Objects.requireNonNull(read, "read");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty (expected: a name)");
        }
        try {
            return new User(name, password, Permissions.of(configure, write, read));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("permissions of " + name + ": " + e.getMessage(), e);
        }
    }

    /** Adds a virtual host. There is always the virtual host /, which is that of the URIs. */
    public B virtualHost(String name) {
        Objects.requireNonNull(name, "name");
        virtualHosts.add(name);
        return self();
    }

    /**
     * Also listens for connections over TLS, on another port. Both files are in PEM format.
     *
     * @param certificates the certificate for localhost, followed by those of the authorities between it and one that
     *     clients trust
     * @param privateKey its private key, PKCS#8 without a password
     * @throws IllegalArgumentException also if a file cannot be read, or the key is not that of the certificate
     */
    public B tls(Path certificates, Path privateKey) {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(privateKey, "privateKey");
        tls = ServerTls.of(certificates, privateKey, null);
        return self();
    }

    /**
     * Also listens for connections over TLS, and asks clients for a certificate. With SASL EXTERNAL, a client is the
     * user whose name is the common name of its certificate. Clients without a certificate use a password.
     *
     * @param certificates as in {@link #tls(Path, Path)}
     * @param privateKey as in {@link #tls(Path, Path)}
     * @param clientAuthorities the certificates of the authorities for certificates of clients
     * @throws IllegalArgumentException also if a file cannot be read, or the key is not that of the certificate
     */
    public B tls(Path certificates, Path privateKey, Path clientAuthorities) {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(privateKey, "privateKey");
        Objects.requireNonNull(clientAuthorities, "clientAuthorities");
        tls = ServerTls.of(certificates, privateKey, clientAuthorities);
        return self();
    }

    /**
     * Also listens for connections over TLS, with an initialized context of the JDK. Clients are asked for a
     * certificate, as with {@link #tls(Path, Path, Path)}; the trust managers of the context check it.
     */
    public B tls(SSLContext context) {
        tls = ServerTls.of(Objects.requireNonNull(context, "context"));
        return self();
    }

    /**
     * The clock for the timestamps of messages, and so for the maximum age of streams; that of the system by default.
     * Tests use a {@link ManualClock}. Heartbeats, timeouts and delays do not depend on it. If it throws an exception,
     * this is logged, and the broker uses the clock of the system from then on.
     *
     * @throws IllegalArgumentException if its time has more milliseconds since 1970 than a long
     */
    public B clock(InstantSource clock) {
        Objects.requireNonNull(clock, "clock");
        try {
            clock.millis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("clock: " + clock + " (expected: milliseconds since 1970)", e);
        } catch (RuntimeException e) {
            // as later, when it is logged
        }
        this.clock = clock;
        return self();
    }

    /**
     * The maximum memory for the messages of all streams together, in bytes; 256 MiB by default. It counts about what
     * they take in the heap, for each chunk some 450 bytes more than its messages; what is stored on several nodes
     * counts once. When it is used up, streams with a maximum size or age delete what exceeds it at once, not only when
     * a segment is full. If that is not enough, messages are refused with the code 15, internal error, and the first
     * time a warning is logged.
     */
    public B maxMemory(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxMemory: " + bytes + " (expected: > 0)");
        }
        maxMemory = bytes;
        return self();
    }

    /** The largest frame that brokers propose, in bytes, from 8 KiB to 16 MiB; 1 MiB by default, as in RabbitMQ. */
    public B frameMax(int bytes) {
        if (bytes < MIN_FRAME_MAX || bytes > MAX_FRAME_MAX) {
            throw new IllegalArgumentException(
                    "frameMax: " + bytes + " (expected: " + MIN_FRAME_MAX + ".." + MAX_FRAME_MAX + ")");
        }
        frameMax = bytes;
        return self();
    }

    /**
     * The interval between heartbeats that brokers propose, in whole seconds up to a day, zero for no heartbeats; 60
     * seconds by default, as in RabbitMQ.
     */
    public B heartbeat(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        if (interval.isNegative() || interval.toNanosPart() != 0 || interval.compareTo(MAX_HEARTBEAT) > 0) {
            throw new IllegalArgumentException("heartbeat: " + interval + " (expected: whole seconds, at most a day)");
        }
        heartbeat = interval;
        return self();
    }

    /**
     * How long a stream has no leader after its leader was lost, at most an hour; 100 ms by default. RabbitMQ needs
     * milliseconds to seconds.
     */
    public B electionDelay(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        if (delay.isNegative() || delay.compareTo(MAX_ELECTION_DELAY) > 0) {
            throw new IllegalArgumentException("electionDelay: " + delay + " (expected: 0..1 hour)");
        }
        electionDelay = delay;
        return self();
    }

    /**
     * How long a client has to answer when its subscription becomes active or inactive in a group of consumers, at most
     * an hour; 60 seconds by default, as in RabbitMQ. Its connection is closed after one to two times this.
     */
    public B requestTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_REQUEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("requestTimeout: " + timeout + " (expected: > 0, at most 1 hour)");
        }
        requestTimeout = timeout;
        return self();
    }

    /**
     * The largest number of connections to each node; not limited by default. Further ones are refused with the code
     * 12, three seconds after they have asked for a virtual host, as by RabbitMQ's {@code stream.max_connections}.
     */
    public B maxConnections(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException("maxConnections: " + connections + " (expected: >= 0)");
        }
        maxConnections = connections;
        return self();
    }

    Settings settings() {
        Map<String, User> all = new LinkedHashMap<>(users);
        if (all.isEmpty()) {
            all.put("guest", new User("guest", "guest", Permissions.ALL));
        }
        return new Settings(
                all.values().stream().toList(),
                Set.copyOf(virtualHosts),
                clock,
                tls,
                maxMemory,
                frameMax,
                heartbeat,
                electionDelay,
                requestTimeout,
                maxConnections);
    }
}
