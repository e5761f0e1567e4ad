package io.rbfly.testkit.broker;

/**
 * A RabbitMQ broker with the stream plugin that has one node and a fixed address: after it was stopped or killed, it
 * starts again with the same ports and the same data.
 *
 * <p>All methods block until the operation has completed. A broker that is shared by all tests, or was not started by
 * them, cannot be controlled and throws {@link UnsupportedOperationException}; {@link Brokers#dedicated} returns one
 * that can be controlled.
 */
public interface Broker extends AutoCloseable {

    /** The version of the running RabbitMQ. */
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

    /** Starts the broker after {@link #stop} or {@link #kill}, and returns when it accepts requests. */
    void start();

    /** Stops the broker gracefully. */
    void stop();

    /** Kills the broker with SIGKILL, like a crash; its data is kept. */
    void kill();

    /** Stops the broker gracefully and starts it again. */
    default void restart() {
        stop();
        start();
    }

    /**
     * Runs {@code rabbitmqctl} on the running broker.
     *
     * @return its output
     * @throws IllegalStateException if it failed
     */
    String ctl(String... arguments);

    /** Stops a dedicated broker and deletes its data; has no effect on other brokers. */
    @Override
    void close();
}
