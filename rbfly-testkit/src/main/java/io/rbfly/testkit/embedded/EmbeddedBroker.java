package io.rbfly.testkit.embedded;

/**
 * A broker of RabbitMQ Streams in this JVM, for tests. It is a cluster with one node.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.start()) {
 *     StreamsClient client = StreamsClient.create(broker.uri());
 *     ...
 * }
 * }</pre>
 *
 * <p>It listens on the loopback interface, and has one thread, a daemon. An instance may be used from any thread but
 * that one. Streams are in memory, and lost when the broker is closed.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final EmbeddedCluster cluster;

    EmbeddedBroker(EmbeddedCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts a broker on a free port, with the user guest and the virtual host /. */
    public static EmbeddedBroker start() {
        return builder().start();
    }

    /** Returns a builder of a broker with other settings. */
    public static EmbeddedBrokerBuilder builder() {
        return new EmbeddedBrokerBuilder();
    }

    /** The port for clients. */
    public int port() {
        return node().port();
    }

    /** The URI for clients, with the user who was added first and the virtual host /. */
    public String uri() {
        return node().uri();
    }

    /** The URI for clients of a virtual host. */
    public String uri(String virtualHost) {
        return node().uri(virtualHost);
    }

    /**
     * The port for clients that use TLS.
     *
     * @throws IllegalStateException if the broker was started without TLS
     */
    public int tlsPort() {
        return node().tlsPort();
    }

    /**
     * The URI for clients that use TLS.
     *
     * @throws IllegalStateException if the broker was started without TLS
     */
    public String tlsUri() {
        return node().tlsUri();
    }

    /**
     * The URI for clients of a virtual host that use TLS.
     *
     * @throws IllegalStateException if the broker was started without TLS
     */
    public String tlsUri(String virtualHost) {
        return node().tlsUri(virtualHost);
    }

    /** The broker as a node: to be killed, frozen and started again. */
    public EmbeddedNode node() {
        return cluster.node(0);
    }

    /**
     * Adds a user, or gives one another password and other permissions, as {@link EmbeddedBuilder#user(String, String,
     * String, String, String)} does. Connections that are open keep what they have, URIs have the new password.
     */
    public void addUser(String name, String password, String configure, String write, String read) {
        cluster.addUser(name, password, configure, write, read);
    }

    /** A stream of the virtual host /, which need not exist yet. */
    public EmbeddedStream stream(String name) {
        return cluster.stream(name);
    }

    /**
     * A stream, which need not exist yet.
     *
     * @throws IllegalArgumentException if there is no such virtual host
     */
    public EmbeddedStream stream(String virtualHost, String name) {
        return cluster.stream(virtualHost, name);
    }

    /** A super stream of the virtual host /, which need not exist yet. */
    public EmbeddedSuperStream superStream(String name) {
        return cluster.superStream(name);
    }

    /**
     * A super stream, which need not exist yet.
     *
     * @throws IllegalArgumentException if there is no such virtual host
     */
    public EmbeddedSuperStream superStream(String virtualHost, String name) {
        return cluster.superStream(virtualHost, name);
    }

    /** What can be made to fail. */
    public BrokerFaults faults() {
        return cluster.faults();
    }

    /** Ends the broker and its connections; all streams are lost. Closing it again has no effect. */
    @Override
    public void close() {
        cluster.close();
    }
}
