package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.TestCertificates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.support.TestCertificates;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client and an embedded broker over TLS. */
class EmbeddedTlsTest {
    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static TlsOptions trusting;
    private static TlsOptions withCertificate;

    @BeforeAll
    static void start() {
        Path authority = file(directory, "ca.pem", TestCertificates.CA.getCertificatePEM());
        Path certificate = file(directory, "broker.pem", TestCertificates.LOCAL.getCertificatePEM());
        Path key = file(directory, "broker-key.pem", TestCertificates.LOCAL.getPrivateKeyPEM());
        broker = EmbeddedBroker.builder()
                .user("guest", "guest")
                .user("rbfly", "nobody knows")
                .tls(certificate, key, authority)
                .start();
        trusting = TlsOptions.DEFAULT.withTrustedCertificates(authority);
        withCertificate = trusting.withCertificate(
                file(directory, "client.pem", TestCertificates.CLIENT.getCertificatePEM()),
                file(directory, "key.pem", TestCertificates.CLIENT.getPrivateKeyPEM()));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void writeAndRead(String uri, UnaryOperator<StreamsClientBuilder> settings) throws Exception {
        StreamsClient client = settings.apply(StreamsClient.builder(uri)).build();
        try {
            await(client.createStream("over-tls"));
            Publisher publisher = await(client.publisher("over-tls"));
            await(publisher.send(new byte[300_000]));
            Subscription subscription = await(client.subscribe("over-tls", Offset.FIRST));
            assertThat(await(subscription.next()).body()).isEqualTo(new byte[300_000]);
            await(client.deleteStream("over-tls"));
        } finally {
            await(client.close());
        }
    }

    @Test
    void messagesGoAndComeOverTls() throws Exception {
        writeAndRead(broker.tlsUri(), builder -> builder.tls(trusting));
        writeAndRead(broker.tlsUri(), builder -> builder.tls(withCertificate));
        writeAndRead(broker.uri(), builder -> builder); // the other port is open, too
    }

    @Test
    void messagesGoAndComeWithAContextOfTheJdk() throws Exception {
        try (EmbeddedBroker other = EmbeddedBroker.builder()
                .tls(TestCertificates.context(TestCertificates.LOCAL))
                .start()) {
            writeAndRead(other.tlsUri(), builder -> builder.tls(trusting));
        }
    }

    @Test
    void aBrokerThatIsNotTrustedIsNotUsed() {
        assertThatThrownBy(() -> writeAndRead(broker.tlsUri(), builder -> builder))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("the broker's certificate is not trusted by this client");
    }

    @Test
    void theUserIsThatOfTheCertificate() throws Exception {
        String uri = "rabbitmq-stream+tls://localhost:" + broker.tlsPort();

        writeAndRead(uri, builder -> builder.tls(withCertificate).saslMechanism(SaslMechanism.EXTERNAL));
    }

    @Test
    void aCertificateOfAnUnknownUserIsRefused() {
        TlsOptions stranger = trusting.withCertificate(
                file(directory, "unknown.pem", TestCertificates.UNKNOWN_CLIENT.getCertificatePEM()),
                file(directory, "unknown-key.pem", TestCertificates.UNKNOWN_CLIENT.getPrivateKeyPEM()));

        assertThatThrownBy(() -> writeAndRead(
                        broker.tlsUri(), builder -> builder.tls(stranger).saslMechanism(SaslMechanism.EXTERNAL)))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE));
    }
}
