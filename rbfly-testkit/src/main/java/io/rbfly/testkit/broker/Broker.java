package io.rbfly.testkit.broker;

/**
 * A RabbitMQ broker with the stream plugin, of one node, at a fixed address: what is stopped or killed comes back at
 * the same ports and with the same data.
 *
 * <p>All methods block until what they say is done. A broker that belongs to all tests, or to somebody else, refuses to
 * be controlled with an {@link UnsupportedOperationException}; {@link Brokers#dedicated} gives one that does not.
 */
public interface Broker extends AutoCloseable {

    /** The version of RabbitMQ that runs. */
    BrokerVersion version();

    /** The host name or address at which the broker listens. */
    String host();

    /** The port of the stream protocol. */
    int port();

    /**
     * The port of AMQP 0-9-1.
     *
     * @throws UnsupportedOperationException if it is not known
     */
    int amqpPort();

    /** A URI for clients, with the user {@code guest} and the virtual host {@code /}. */
    default String uri() {
        return "rabbitmq-stream://guest:guest@" + host() + ":" + port() + "/";
    }

    /** Starts the broker after {@link #stop} or {@link #kill}, and returns when it answers. */
    void start();

    /** Stops the broker in order. */
    void stop();

    /** Kills the broker with SIGKILL, as a crash would; its data stays. */
    void kill();

    /** Stops the broker in order and starts it again. */
    default void restart() {
        stop();
        start();
    }

    /**
     * Runs {@code rabbitmqctl} on the running broker.
     *
     * @return what it printed
     * @throws IllegalStateException if it failed
     */
    String ctl(String... arguments);

    /** Ends a dedicated broker and deletes its data; does nothing to another one. */
    @Override
    void close();
}
