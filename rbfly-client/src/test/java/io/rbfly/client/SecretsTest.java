package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.TestCertificates;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords are in no log, text, event or error. */
class SecretsTest {
    private static final String URI = "rabbitmq-stream://user:s3cret@scripted";

    private final Logger logger = Logger.getLogger("io.rbfly");
    private final Level before = logger.getLevel();
    private final StringBuffer log = new StringBuffer();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            log.append(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        logger.setLevel(before);
    }

    private static String withCauses(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void notWhenTheBrokerRefusesThemOnAReconnect() {
        Scene.uri(URI, scene -> {
            ScriptedStream.on(scene);
            var publisher = scene.now(scene.client.publisher("s"));
            scene.broker.stopListening();
            scene.broker.cutAll();
            scene.advance(Duration.ofSeconds(5));
            scene.broker.listen();
            scene.broker.reply(
                    SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));
            scene.advance(Duration.ofMinutes(1));
            assertThat(publisher.send("kept")).isNotDone();

            assertThat(scene.events(ClientEvent.ReconnectFailed.class))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(withCauses(event.cause())).doesNotContain("s3cret"))
                    .anySatisfy(event -> assertThat(withCauses(event.cause())).contains("user user"));
            assertThat(scene.events).isNotEmpty().asString().doesNotContain("s3cret");
            assertThat(scene.broker.received(SaslAuthenticate.class)).asString().doesNotContain("s3cret");
            assertThat(scene.client).asString().doesNotContain("s3cret");
        });

        assertThat(log.toString()).contains("rbfly-publisher").doesNotContain("s3cret");
    }

    @Test
    void notInSettings() throws Exception {
        char[] password = "s3cret".toCharArray();
        TlsOptions tls = TlsOptions.DEFAULT.withKeyStore(TestCertificates.CLIENT.toKeyStore(password), password);
        StreamsClientBuilder builder = StreamsClient.builder("rabbitmq-stream+tls://user:s3cret@host")
                .tls(tls)
                .saslMechanism(SaslMechanism.PLAIN);
        StreamsClient client = builder.build();

        assertThat(tls).asString().doesNotContain("s3cret");
        assertThat(builder).asString().doesNotContain("s3cret");
        assertThat(client).asString().doesNotContain("s3cret");
        assertThat(ClientSettings.of(StreamUri.parse("rabbitmq-stream+tls://user:s3cret@host")))
                .asString()
                .contains("user@host", "hostNameCheck=true")
                .doesNotContain("s3cret");
        assertThat(client.close()).succeedsWithin(Duration.ofSeconds(10));
    }
}
