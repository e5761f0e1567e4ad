package io.rbfly.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/** A node on this machine, managed by {@code scripts/broker} in a directory. */
final class LocalBroker implements Broker {
    private final BrokerScript script;
    private final Path directory;
    private final BrokerVersion version;
    private final int port;
    private final int amqpPort;

    /** Uses the broker of a directory that has already been started there. */
    LocalBroker(BrokerScript script, Path directory) {
        var node = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("node.properties"))) {
            node.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " is not the directory of a broker", e);
        }
        this.script = script;
        this.directory = directory;
        version = BrokerVersion.parse(node.getProperty("version"));
        port = Integer.parseInt(node.getProperty("stream_port"));
        amqpPort = Integer.parseInt(node.getProperty("amqp_port"));
    }

    /** Starts a new broker in a directory below the module's {@code target}, at free ports. */
    static LocalBroker create(BrokerScript script, BrokerVersion version, String... options) {
        var directory = Path.of("target/brokers", UUID.randomUUID().toString()).toAbsolutePath();
        return create(script, directory, version, options);
    }

    /** Starts a new broker in a directory, which may contain files that its options refer to. */
    static LocalBroker create(BrokerScript script, Path directory, BrokerVersion version, String... options) {
        var all = Stream.concat(Stream.of("--version", version.toString()), Stream.of(options));
        script.run("start", directory, all.toArray(String[]::new));
        return new LocalBroker(script, directory);
    }

    /** The directory in which the script keeps the node. */
    Path directory() {
        return directory;
    }

    @Override
    public BrokerVersion version() {
        return version;
    }

    @Override
    public String host() {
        return "127.0.0.1";
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
        script.run("start", directory);
    }

    @Override
    public void stop() {
        script.run("stop", directory);
    }

    @Override
    public void kill() {
        script.run("kill", directory);
    }

    @Override
    public String ctl(String... arguments) {
        return script.run("ctl", directory, arguments);
    }

    @Override
    public void close() {
        script.run("remove", directory);
    }

    @Override
    public String toString() {
        return "RabbitMQ " + version + " at port " + port + " in " + directory;
    }
}
