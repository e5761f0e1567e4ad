package io.rbfly.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A broker with a TLS port in addition to the plain one, which accepts PLAIN and EXTERNAL; for one test or test class.
 * With EXTERNAL the user is the common name of the client's certificate. All methods block.
 */
public final class TlsBroker implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long PAUSE_NANOS = 50_000_000;

    private final LocalBroker broker;
    private final int tlsPort;

    private TlsBroker(LocalBroker broker, int tlsPort) {
        this.broker = broker;
        this.tlsPort = tlsPort;
    }

    /**
     * Starts a new broker. It runs on this machine, never in a container.
     *
     * @param identity the certificate and key of the broker
     * @param trusted certificates of the authorities whose clients it trusts, in PEM
     * @param demanding whether clients must present a certificate
     * @throws IllegalStateException if it could not be started; the message says why
     */
    public static TlsBroker start(BrokerVersion version, Identity identity, String trusted, boolean demanding) {
        var directory = Path.of("target/brokers", UUID.randomUUID().toString()).toAbsolutePath();
        write(directory, "ca.pem", trusted);
        write(directory, "certificate.pem", identity.certificates());
        write(directory, "key.pem", identity.key());
        var port = freePort();
        var broker = LocalBroker.create(
                BrokerScript.find(),
                directory,
                version,
                "--plugin",
                "rabbitmq_auth_mechanism_ssl",
                "--conf",
                """
                stream.listeners.ssl.1 = 127.0.0.1:%1$d
                stream.advertised_tls_host = 127.0.0.1
                stream.advertised_tls_port = %1$d
                ssl_options.cacertfile = {dir}/ca.pem
                ssl_options.certfile = {dir}/certificate.pem
                ssl_options.keyfile = {dir}/key.pem
                ssl_options.verify = verify_peer
                ssl_options.fail_if_no_peer_cert = %2$s
                auth_mechanisms.1 = PLAIN
                auth_mechanisms.2 = EXTERNAL
                ssl_cert_login_from = common_name""".formatted(port, demanding));
        awaitListener(port);
        return new TlsBroker(broker, port);
    }

    /** The broker, to use its plain port and to control it: it can be stopped, killed and started. */
    public Broker broker() {
        return broker;
    }

    /** The port of the stream protocol over TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** A URI for clients over TLS, with the host localhost, the user {@code guest} and the virtual host {@code /}. */
    public String tlsUri() {
        return "rabbitmq-stream+tls://guest:guest@localhost:" + tlsPort + "/";
    }

    /** Adds a user with all permissions in the virtual host {@code /} and a random password. */
    public void addUser(String name) {
        broker.ctl("add_user", name, UUID.randomUUID().toString());
        broker.ctl("set_permissions", "-p", "/", name, ".*", ".*", ".*");
    }

    /** Stops the broker and deletes its data. */
    @Override
    public void close() {
        broker.close();
    }

    private static void write(Path directory, String name, String text) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chooses a port like scripts/broker: below those of outgoing connections, and none that it holds for a node. */
    private static int freePort() {
        try {
            var held = Files.createDirectories(heldPorts());
            while (true) {
                var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
                try (var socket = new ServerSocket(port)) {
                    Files.createDirectory(held.resolve(Integer.toString(socket.getLocalPort())));
                    return port;
                } catch (BindException | FileAlreadyExistsException e) {
                    // in use, or will be: try the next one
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where scripts/broker holds each port for a while by a directory; it deletes old ones, also those made here. */
    private static Path heldPorts() throws IOException {
        var temporary = System.getenv().getOrDefault("TMPDIR", "");
        var user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return Path.of(temporary.isEmpty() ? "/tmp" : temporary, "rbfly-ports." + user);
    }

    /** The script waits only for the plain listener, which is the first. */
    private static void awaitListener(int port) {
        var deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                if (System.currentTimeMillis() > deadline) {
                    throw new IllegalStateException("Nothing listens for TLS at port " + port, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * A certificate and its key, in PEM.
     *
     * @param certificates the certificate of the broker first, then the intermediate authorities, if any
     * @param key its private key, not encrypted
     */
    public record Identity(String certificates, String key) {}
}
