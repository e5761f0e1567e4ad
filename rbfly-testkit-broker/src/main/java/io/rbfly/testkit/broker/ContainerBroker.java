package io.rbfly.testkit.broker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.RabbitMQContainer;
import org.testcontainers.images.builder.Transferable;

/** A broker in a container of a Docker engine, managed by Testcontainers. */
final class ContainerBroker implements Broker {
    private static final int AMQP_PORT = 5672;
    private static final int START_SECONDS = 120;

    private final BrokerScript script;
    private final BrokerVersion version;
    private final int port;
    private final int amqpPort;
    private final RabbitMQContainer container;

    private ContainerBroker(BrokerScript script, BrokerVersion version, int port, int amqpPort) {
        this.script = script;
        this.version = version;
        this.port = port;
        this.amqpPort = amqpPort;
        container = new RabbitMQContainer("rabbitmq:" + version)
                .withCopyToContainer(Transferable.of("[rabbitmq_stream]."), "/etc/rabbitmq/enabled_plugins")
                .withCopyToContainer(Transferable.of("""
                                loopback_users = none
                                stream.listeners.tcp.1 = 0.0.0.0:%1$d
                                stream.advertised_host = localhost
                                stream.advertised_port = %1$d
                                """.formatted(port)), "/etc/rabbitmq/conf.d/90-rbfly.conf");
        // The ports are the same inside and outside of the container, and after a restart, since the broker advertises
        // the inner one.
        container.addExposedPort(port);
        container.setPortBindings(List.of(port + ":" + port, amqpPort + ":" + AMQP_PORT));
    }

    /** Returns whether a Docker engine is available. */
    static boolean possible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Starts a new container at free ports. */
    static ContainerBroker create(BrokerScript script, BrokerVersion version) {
        var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
        var broker = new ContainerBroker(script, version, port, port + 1);
        broker.container.start();
        broker.awaitAnswer();
        return broker;
    }

    private void awaitAnswer() {
        Unreliables.retryUntilSuccess(START_SECONDS, TimeUnit.SECONDS, () -> script.probe(host(), port));
    }

    @Override
    public BrokerVersion version() {
        return version;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int amqpPort() {
        return amqpPort;
    }

    @Override
    public void start() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        awaitAnswer();
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public String ctl(String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = "rabbitmqctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            var result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("rabbitmqctl failed:\n" + result.getStdout() + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new IllegalStateException("rabbitmqctl could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for rabbitmqctl", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    @Override
    public String toString() {
        return "RabbitMQ " + version + " at port " + port + " in container " + container.getContainerId();
    }
}
