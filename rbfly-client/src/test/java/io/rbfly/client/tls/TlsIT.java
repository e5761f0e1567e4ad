package io.rbfly.client.tls;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.patient;
import static io.rbfly.client.support.TestCertificates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.TestCertificates;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.TlsBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real brokers over TLS: an old one that lets clients without a certificate in, and a new one that does not. */
class TlsIT {
    private static final Map<Kind, TlsBroker> BROKERS = new EnumMap<>(Kind.class);

    @TempDir
    private static Path directory;

    private static TlsOptions trusting;
    private static TlsOptions withCertificate;

    /** Brokers, started when they are first needed. */
    private enum Kind {
        LENIENT_3_10("3.10", false),
        STRICT_4_3("4.3", true);

        private final BrokerVersion version;
        private final boolean demanding;

        Kind(String version, boolean demanding) {
            this.version = BrokerVersion.parse(version);
            this.demanding = demanding;
        }

        TlsBroker broker() {
            return BROKERS.computeIfAbsent(this, kind -> {
                var identity = new TlsBroker.Identity(
                        TestCertificates.LOCAL.getCertificatePEM(), TestCertificates.LOCAL.getPrivateKeyPEM());
                TlsBroker broker =
                        TlsBroker.start(version, identity, TestCertificates.CA.getCertificatePEM(), demanding);
                broker.addUser("rbfly");
                return broker;
            });
        }

        String uri() {
            return broker().tlsUri();
        }
    }

    @BeforeAll
    static void writeFiles() {
        trusting = TlsOptions.DEFAULT.withTrustedCertificates(
                file(directory, "ca.pem", TestCertificates.CA.getCertificatePEM()));
        withCertificate = trusting.withCertificate(
                file(directory, "client.pem", TestCertificates.CLIENT.getCertificatePEM()),
                file(directory, "key.pem", TestCertificates.CLIENT.getPrivateKeyPEM()));
    }

    @AfterAll
    static void stopBrokers() {
        BROKERS.values().forEach(TlsBroker::close);
    }

    private static void writeAndRead(String uri, UnaryOperator<StreamsClientBuilder> settings) throws Exception {
        StreamsClient client = settings.apply(patient(uri)).build();
        String stream = newName();
        try {
            await(client.createStream(stream));
            Publisher publisher = await(client.publisher(stream));
            byte[] body = new byte[300_000];
            body[299_999] = 1;
            publisher.send("small");
            await(publisher.send(body));
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            assertThat(await(subscription.next()).body()).isEqualTo("small");
            assertThat(await(subscription.next()).body()).isEqualTo(body);
            await(client.deleteStream(stream));
        } finally {
            await(client.close());
        }
    }

    private static AbstractThrowableAssert<?, ?> refusal(String uri, TlsOptions options) {
        return assertThatThrownBy(() -> writeAndRead(uri, builder -> builder.tls(options)))
                .isInstanceOf(TlsException.class)
                .hasMessageStartingWith("cannot connect to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesGoAndComeOverTls(String protocol) throws Exception {
        writeAndRead(Kind.LENIENT_3_10.uri(), builder -> builder.tls(trusting.withProtocols(protocol)));
        writeAndRead(Kind.STRICT_4_3.uri(), builder -> builder.tls(withCertificate.withProtocols(protocol)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void messagesGoAndComeWithACertificateOnEachSide(Kind kind) throws Exception {
        writeAndRead(kind.uri(), builder -> builder.tls(withCertificate));
    }

    @Test
    void theUserIsThatOfTheCertificate() throws Exception {
        String uri = "rabbitmq-stream+tls://nobody:wrong@localhost:"
                + Kind.STRICT_4_3.broker().tlsPort();

        writeAndRead(uri, builder -> builder.tls(withCertificate).saslMechanism(SaslMechanism.EXTERNAL));
    }

    @Test
    void aCertificateOfAnUnknownUserIsRefused() {
        TlsOptions stranger = trusting.withCertificate(
                file(directory, "unknown.pem", TestCertificates.UNKNOWN_CLIENT.getCertificatePEM()),
                file(directory, "unknown-key.pem", TestCertificates.UNKNOWN_CLIENT.getPrivateKeyPEM()));

        assertThatThrownBy(() -> writeAndRead(
                        Kind.STRICT_4_3.uri(), builder -> builder.tls(stranger).saslMechanism(SaslMechanism.EXTERNAL)))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE))
                .hasMessageStartingWith("user of the client's certificate at localhost:");
    }

    @Test
    void anOldBrokerClosesTheConnectionOnExternalAndIsNamed() {
        assertThatThrownBy(() -> writeAndRead(
                        Kind.LENIENT_3_10.uri(),
                        builder -> builder.tls(withCertificate).saslMechanism(SaslMechanism.EXTERNAL)))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("the broker, RabbitMQ 3.10.8, closed the connection on SASL EXTERNAL");
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void aCertificateForAnotherHostIsRefused(Kind kind) throws Exception {
        String byAddress = kind.uri().replace("localhost", "127.0.0.1");

        refusal(byAddress, withCertificate).hasMessageContaining("the broker's certificate is not for host 127.0.0.1");
        writeAndRead(byAddress, builder -> builder.tls(withCertificate.withHostNameCheck(false)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void aCertificateOfAnUnknownAuthorityIsRefused(Kind kind) {
        refusal(kind.uri(), TlsOptions.DEFAULT)
                .hasMessageContaining("the broker's certificate is not trusted by this client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theErrorForABrokerThatRequiresACertificateSaysSo(String protocol) {
        refusal(Kind.STRICT_4_3.uri(), trusting.withProtocols(protocol))
                .hasMessageContaining("the broker rejected the TLS handshake: it requires a client certificate");
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void theErrorForAPlainClientOnATlsPortSaysSo(Kind kind) {
        String plain = kind.uri().replace("+tls", "");

        assertThatThrownBy(() -> writeAndRead(plain, builder -> builder))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("localhost:" + kind.broker().tlsPort())
                .hasMessageContaining("the peer speaks TLS");
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void theErrorForATlsClientOnAPlainPortSaysSo(Kind kind) {
        String toPlain =
                "rabbitmq-stream+tls://localhost:" + kind.broker().broker().port();

        assertThatThrownBy(() -> writeAndRead(toPlain, builder -> builder.tls(trusting)))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("not use TLS on this port");
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void theAmqpPortIsDetected(Kind kind) {
        String amqp = "127.0.0.1:" + kind.broker().broker().amqpPort();

        assertThatThrownBy(() -> writeAndRead("rabbitmq-stream+tls://" + amqp, builder -> builder.tls(trusting)))
                .hasMessageContaining(amqp);
    }

    @ParameterizedTest
    @EnumSource(names = {"LENIENT_3_10", "STRICT_4_3"})
    void aRestartedBrokerIsConnectedToAgain(Kind kind) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = patient(kind.uri())
                .tls(withCertificate)
                .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                .listener(events::add)
                .build();
        String stream = newName();
        await(client.createStream(stream));
        Publisher publisher = await(client.publisher(stream));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        await(publisher.send("before"));
        await(subscription.next());
        kind.broker().broker().stop();
        CompletableFuture<Long> sent = publisher.send("while it is down");
        CompletableFuture<Message> next = subscription.next();
        kind.broker().broker().start();

        await(sent);
        assertThat(await(next).body()).isEqualTo("while it is down");
        assertThat(events)
                .filteredOn(ClientEvent.ConnectionOpened.class::isInstance)
                .filteredOn(event -> ((ClientEvent.ConnectionOpened) event).reconnect())
                .isNotEmpty();
        await(client.deleteStream(stream));
        await(client.close());
    }
}
