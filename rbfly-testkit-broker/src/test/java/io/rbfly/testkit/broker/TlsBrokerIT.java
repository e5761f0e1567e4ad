package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.StreamException;
import com.rabbitmq.stream.sasl.DefaultSaslConfiguration;
import com.rabbitmq.stream.sasl.SaslConfiguration;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the broker with the official client. */
class TlsBrokerIT {
    private final X509Bundle authority = new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    private final X509Bundle server =
            builder("broker").addSanDnsName("localhost").buildIssuedBy(authority);
    private final X509Bundle client =
            builder("till").addExtendedKeyUsageClientAuth().buildIssuedBy(authority);

    TlsBrokerIT() throws Exception {}

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "4.3"})
    void takesTheUserFromTheCertificateAndDemandsOne(BrokerVersion version) {
        var identity = new TlsBroker.Identity(server.getCertificatePathPEM(), server.getPrivateKeyPEM());
        try (var broker = TlsBroker.start(version, identity, authority.getRootCertificatePEM(), true)) {
            broker.addUser("till");
            if (broker.broker().version().atLeast(4, 0)) { // 3.10.8 drops connections that choose EXTERNAL
                assertThatCode(() -> connect(broker, true, DefaultSaslConfiguration.EXTERNAL))
                        .doesNotThrowAnyException();
            }
            assertThatCode(() -> connect(broker, true, DefaultSaslConfiguration.PLAIN))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> connect(broker, false, DefaultSaslConfiguration.PLAIN))
                    .isInstanceOf(StreamException.class);
        }
    }

    private void connect(TlsBroker broker, boolean withCertificate, SaslConfiguration mechanism) throws Exception {
        var context = SslContextBuilder.forClient().trustManager(authority.toTrustManagerFactory());
        if (withCertificate) {
            context.keyManager(client.toKeyManagerFactory());
        }
        try (var environment = Environment.builder()
                .host("localhost")
                .port(broker.tlsPort())
                .tls()
                .sslContext(context.build())
                .environmentBuilder()
                .saslConfiguration(mechanism)
                .rpcTimeout(Duration.ofSeconds(60))
                .build()) {
            environment.streamCreator().stream("orders").create();
        }
    }

    private static CertificateBuilder builder(String name) {
        return new CertificateBuilder().ecp256().subject("CN=" + name);
    }
}
