package io.rbfly.client.tls;

import static io.rbfly.client.tls.TlsTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.TestCertificates;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user is the one of the certificate. */
class ExternalAuthenticationTest {
    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                TestCertificates.CLIENT.toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {TestCertificates.CA.toTrustManager()},
                null);
        scene = new Scene(
                "rabbitmq-stream+tls://user:s3cret@scripted",
                builder -> builder.tls(TlsOptions.DEFAULT.withContext(context)).saslMechanism(SaslMechanism.EXTERNAL));
        ScriptedStream.on(scene);
        scene.broker.front(() -> TlsTest.server(TestCertificates.BROKER, engine -> engine.setNeedClientAuth(true)));
        scene.broker.reply(
                SaslHandshake.class,
                request -> new SaslHandshake.Reply(ResponseCode.OK, List.of("PLAIN", "AMQPLAIN", "EXTERNAL")));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void brokerIs(String version) {
        scene.broker.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", version)));
    }

    private void brokerDropsTheConnectionAtExternal() {
        scene.broker.on(SaslAuthenticate.class, (peer, request) -> peer.cut());
    }

    @Test
    void neitherUserNorPasswordIsSent() {
        await(scene.client.publisher("s"));

        assertThat(scene.broker.received(SaslAuthenticate.class))
                .containsExactly(new SaslAuthenticate("EXTERNAL", new byte[0]));
    }

    @Test
    void aBrokerThatDoesNotOfferItIsRefused() {
        scene.broker.reply(SaslHandshake.class, request -> new SaslHandshake.Reply(ResponseCode.OK, List.of("PLAIN")));

        assertThatThrownBy(() -> await(scene.client.publisher("s")))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SASL_MECHANISM_NOT_SUPPORTED))
                .hasMessageStartingWith("SASL EXTERNAL at scripted:5551, which offers [PLAIN]");
        assertThat(scene.broker.received(SaslAuthenticate.class)).isEmpty();
    }

    @Test
    void aCertificateOfAnUnknownUserIsRefused() {
        scene.broker.reply(
                SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));

        assertThatThrownBy(() -> await(scene.client.publisher("s")))
                .isInstanceOf(BrokerException.class)
                .hasMessage("user of the client's certificate at scripted:5551: authentication failure");
    }

    @Test
    void anOldBrokerThatDropsTheConnectionIsNamedAndNotTriedAgain() {
        brokerDropsTheConnectionAtExternal();

        assertThatThrownBy(() -> await(scene.client.publisher("s")))
                .isInstanceOf(TlsException.class)
                .hasMessage(
                        "cannot connect to scripted:5551: the broker, RabbitMQ 3.10.8, closed the connection on SASL"
                                + " EXTERNAL (expected: RabbitMQ 3.10.25, 3.11.19, 3.12.1 or later)");
        scene.advance(Duration.ofHours(1));
        assertThat(scene.broker.peers()).as("no further attempt").hasSize(1);
    }

    @Test
    void aNewerBrokerThatDropsTheConnectionMayBeRestarting() {
        brokerIs("3.13.7");
        brokerDropsTheConnectionAtExternal();

        assertThatThrownBy(() -> await(scene.client.publisher("s"))).isInstanceOf(ConnectionException.class);
    }

    @Test
    void theErrorForAnOldBrokerThatDoesNotAnswerDoesNotSayThatItClosedTheConnection() {
        scene.broker.ignore(SaslAuthenticate.class);
        var opening = scene.client.publisher("s");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (scene.broker.received(SaslAuthenticate.class).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait(); // the calculations of a handshake take real time
        }
        scene.advance(Duration.ofSeconds(10));

        assertThatThrownBy(() -> await(opening))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("no handshake within 10000 ms");
    }

    @Test
    void itNeedsTls() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamsClient.builder("rabbitmq-stream://host")
                        .saslMechanism(SaslMechanism.EXTERNAL)
                        .build())
                .withMessageStartingWith("saslMechanism: EXTERNAL for connections without TLS");
    }
}
