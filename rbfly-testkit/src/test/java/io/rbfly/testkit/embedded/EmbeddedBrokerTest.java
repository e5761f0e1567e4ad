package io.rbfly.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
    private static final String THREAD = "rbfly-embedded-broker";

    @Test
    void acceptsClientsOnAPortOfItsOwn() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedBroker other = EmbeddedBroker.start();
                RawConnection client = new RawConnection(broker.port())) {
            client.open();

            assertThat(broker.node().connections()).isEqualTo(1);
            assertThat(other.node().connections()).isZero();
            assertThat(broker.uri()).isEqualTo("rabbitmq-stream://guest:guest@localhost:" + broker.port() + "/%2F");
            assertThat(broker.node().name()).isEqualTo("rabbit@a");
            assertThat(broker.port()).isBetween(10_000, 19_999); // no outgoing connection is there
        }
    }

    @Test
    void oneOfSeveralStartsWithinATenthOfASecond() {
        Duration shortest = Duration.ofDays(1); // of several, since this measures the machine, too
        for (int i = 0; i < 20; i++) {
            long begin = System.nanoTime();
            EmbeddedBroker broker = EmbeddedBroker.start();
            Duration start = Duration.ofNanos(System.nanoTime() - begin);
            broker.close();
            shortest = start.compareTo(shortest) < 0 ? start : shortest;
        }

        assertThat(shortest).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void takesThePortThatIsWanted() throws IOException {
        int port;
        try (ServerSocket socket = listen()) {
            port = socket.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + port);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder().port(port).start()) {
            assertThat(broker.port()).isEqualTo(port);
        }
    }

    /** Below the ports of outgoing connections, one of which could take the port once it is free again. */
    private static ServerSocket listen() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(32_000, 32_768); // other brokers take lower ones
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // in use: try the next one
            }
        }
    }

    @Test
    void proposesWhatIsSet() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                        .frameMax(10_000)
                        .heartbeat(Duration.ofSeconds(7))
                        .start();
                RawConnection client = new RawConnection(broker.port())) {
            assertThat(client.open()).isEqualTo(new Tune(10_000, 7));
        }
    }

    @Test
    void knowsTheUsersThatAreAdded() throws IOException {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().user("an@a", "se c/ret").start()) {
            assertThat(broker.uri()).startsWith("rabbitmq-stream://an%40a:se%20c%2Fret@localhost:");
            assertThat(logIn(broker, "an@a", "se c/ret")).isEqualTo(ResponseCode.OK);
            assertThat(logIn(broker, "guest", "guest")).isEqualTo(ResponseCode.AUTHENTICATION_FAILURE);

            broker.addUser("guest", "guest", ".*", ".*", ".*");

            assertThat(logIn(broker, "guest", "guest")).isEqualTo(ResponseCode.OK);
            assertThat(broker.uri()).contains("//an%40a:");

            broker.addUser("an@a", "other", ".*", ".*", ".*");

            assertThat(broker.uri()).startsWith("rabbitmq-stream://an%40a:other@localhost:");
        }
    }

    @Test
    void refusesAnEmptyPassword() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().user("anna", "").start()) {
            assertThat(logIn(broker, "anna", "")).isEqualTo(ResponseCode.AUTHENTICATION_FAILURE);

            broker.addUser("anna", "secret", ".*", "", ".*");

            assertThat(logIn(broker, "anna", "secret")).isEqualTo(ResponseCode.OK);
        }
    }

    private static ResponseCode logIn(EmbeddedBroker broker, String name, String password) throws IOException {
        try (RawConnection client = new RawConnection(broker.port())) {
            client.ask(new PeerProperties(Map.of()));
            client.ask(new SaslHandshake());
            byte[] credentials = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
            return ((SaslAuthenticate.Reply) client.ask(new SaslAuthenticate("PLAIN", credentials))
                            .command())
                    .code();
        }
    }

    @Test
    void givesNoMorePermissionsThanAreAdded() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                        .user("guest", "guest", "^own-.*$", ".*", ".*")
                        .start();
                RawConnection client = new RawConnection(broker.port())) {
            client.open();

            assertThat(client.ask(new Create("own-1", Map.of())).command())
                    .isEqualTo(new StatusResponse(CommandKey.CREATE, ResponseCode.OK));
            assertThat(client.ask(new Create("others", Map.of())).command())
                    .isEqualTo(new StatusResponse(CommandKey.CREATE, ResponseCode.ACCESS_REFUSED));
        }
    }

    @Test
    void refusesMessagesWhenItsMemoryIsUsedUpAndSaysSoOnce() throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(EmbeddedBroker.class.getName());
        Handler handler = handler(log);
        logger.addHandler(handler);
        try (EmbeddedBroker broker = EmbeddedBroker.builder().maxMemory(10_000).start();
                RawConnection client = withPublisher(broker)) {
            client.send(new Publish(1, List.of(new Publish.Entry(7, new byte[5_000]))));
            assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {7}));

            for (long id = 8; id < 10; id++) {
                client.send(new Publish(1, List.of(new Publish.Entry(id, new byte[6_000]))));
                assertThat(client.receive().command())
                        .isEqualTo(new PublishError(
                                1, List.of(new PublishError.Failure(id, ResponseCode.INTERNAL_ERROR))));
            }
            assertThat(log).singleElement().asString().contains("10000 bytes", "maxMemory");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void takesTheTimeOfTheSystemWhenItsClockFails() throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(EmbeddedBroker.class.getName());
        Handler handler = handler(log);
        logger.addHandler(handler);
        InstantSource failing = () -> {
            throw new IllegalStateException("the clock of this test");
        };
        try (EmbeddedBroker broker = EmbeddedBroker.builder().clock(failing).start();
                RawConnection client = withPublisher(broker)) {
            for (long id = 1; id < 3; id++) {
                client.send(new Publish(1, List.of(new Publish.Entry(id, new byte[10]))));
                assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {id}));
            }
            assertThat(log).singleElement().asString().contains("the clock of the embedded broker failed");
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler handler(List<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static RawConnection withPublisher(EmbeddedBroker broker) throws IOException {
        RawConnection client = new RawConnection(broker.port());
        client.open();
        client.ask(new Create("orders", Map.of()));
        client.ask(new DeclarePublisher(1, "", "orders"));
        return client;
    }

    @Test
    void holdsConfirmsBack() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RawConnection client = withPublisher(broker)) {
            broker.faults().holdConfirms();
            client.send(new Publish(1, List.of(new Publish.Entry(1, new byte[10]))));
            // answered after the message, and without its confirm
            assertThat(client.ask(new Create("another", Map.of())).command())
                    .isEqualTo(new StatusResponse(CommandKey.CREATE, ResponseCode.OK));

            broker.faults().releaseConfirms();

            assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {1}));
        }
    }

    @Test
    void dropsPublishersWhenAStreamIsRestarted() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RawConnection client = withPublisher(broker)) {
            broker.stream("orders").restart();

            assertThat(client.receive().command())
                    .isEqualTo(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "orders"));
        }
    }

    @Test
    void cutsConnectionsButAcceptsOthers() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RawConnection client = new RawConnection(broker.port())) {
            client.open();

            broker.faults().cutConnections();

            assertThat(client.isClosedByBroker()).isTrue();
            assertThat(broker.node().connections()).isZero();
            try (RawConnection next = new RawConnection(broker.port())) {
                next.open();
            }
        }
    }

    @Test
    void keepsItsPortAndItsStreamsWhenItIsKilled() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RawConnection client = withPublisher(broker)) {
            int port = broker.port();

            broker.node().kill();

            assertThat(client.isClosedByBroker()).isTrue();
            assertThat(broker.node().isRunning()).isFalse();
            assertThatThrownBy(() -> new RawConnection(port)).isInstanceOf(IOException.class);
            broker.node().kill(); // which has no effect

            broker.node().start();
            broker.node().start(); // which has none, either

            assertThat(broker.port()).isEqualTo(port);
            assertThat(broker.stream("orders").exists()).isTrue();
            try (RawConnection next = new RawConnection(port)) {
                next.open();
            }
        }
    }

    @Test
    void tellsOfStreamsAndVirtualHostsThatAreNotThere() {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().virtualHost("shop").start()) {
            assertThat(broker.stream("shop", "orders").exists()).isFalse();
            assertThatThrownBy(() -> broker.stream("shop", "orders").leader())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("stream: orders (expected: one that exists)");
            assertThatThrownBy(() -> broker.stream("none", "orders"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("virtualHost: none");
            assertThatThrownBy(() -> broker.superStream("none", "invoices"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("virtualHost: none");
            assertThatThrownBy(() -> broker.superStream("shop", "invoices").partitions())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("super stream: invoices (expected: one that exists)");
            assertThat(broker.uri("a/b c")).endsWith(":" + broker.port() + "/a%2Fb%20c");
            assertThatThrownBy(broker::tlsPort)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("no TLS");
        }
    }

    @Test
    void leavesNoThread() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start();
        RawConnection client = withPublisher(broker);
        Set<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREAD))
                .collect(Collectors.toSet());
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);

        broker.close();
        broker.close(); // which has no effect

        for (Thread thread : threads) {
            thread.join(60_000); // it reports its end before it has ended
        }
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(client.isClosedByBroker()).isTrue();
        client.close();
        assertThatThrownBy(() -> broker.faults().holdConfirms())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the embedded broker is closed");
    }
}
