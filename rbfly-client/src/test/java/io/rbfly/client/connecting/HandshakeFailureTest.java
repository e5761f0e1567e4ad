package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.wire.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that are no brokers, or brokers that go away while a connection is opened. */
class HandshakeFailureTest {
    private Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Throwable openFails() {
        Throwable error = scene.failure(scene.client.publisher("s"));
        assertThat(scene.broker.lastPeer().isOpen()).isFalse();
        return error;
    }

    @ParameterizedTest
    @ValueSource(classes = {PeerProperties.class, SaslHandshake.class, SaslAuthenticate.class, Open.class})
    void aConnectionThatIsCutAtAStepIsAConnectionException(Class<? extends Command> step) {
        scene.broker.onFrame(step, (peer, frame) -> peer.cut());

        assertThat(openFails()).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aConnectionThatIsCutBeforeTune() {
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.cut();
        });

        assertThat(openFails()).isInstanceOf(ConnectionException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {PeerProperties.class, SaslHandshake.class, SaslAuthenticate.class, Open.class})
    void noAnswerWithinTheConnectTimeoutIsAConnectionException(Class<? extends Command> step) {
        scene.broker.ignore(step);
        CompletableFuture<?> opening = scene.client.publisher("s");
        scene.advance(Duration.ofMillis(9_999));
        assertThat(opening).isNotDone();
        scene.advance(Duration.ofMillis(1));

        assertThat(openFailsNow(opening))
                .isInstanceOf(ConnectionException.class)
                .hasMessageEndingWith("no handshake within 10000 ms");
    }

    private Throwable openFailsNow(CompletableFuture<?> opening) {
        Throwable error = scene.failure(opening);
        assertThat(scene.broker.lastPeer().isOpen()).isFalse();
        return error;
    }

    @Test
    void aRequestTimeoutThatIsShorterThanTheConnectTimeoutDoesNotApply() {
        scene.close();
        scene = new Scene(builder -> builder.requestTimeout(Duration.ofSeconds(1)));
        scene.broker.ignore(Open.class);
        CompletableFuture<?> opening = scene.client.publisher("s");

        scene.advance(Duration.ofSeconds(10));

        assertThat(openFailsNow(opening)).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aPeerThatSpeaksAmqpIsNamed() {
        scene.broker.on(
                PeerProperties.class,
                (peer, request) -> peer.sendBytes("AMQP\0\0\11\1".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(openFails()).isInstanceOf(ConnectionException.class).hasMessageContaining("speaks AMQP");
    }

    @Test
    void aFrameAbove8KiBIsRefusedBeforeAuthentication() {
        scene.broker.reply(
                PeerProperties.class,
                request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("long", "x".repeat(8192))));

        assertThat(openFails()).isInstanceOf(ConnectionException.class).hasMessageContaining("8192");
    }

    @Test
    void aLargeFrameIsAcceptedAfterAuthentication() {
        ScriptedStream.on(scene);
        scene.broker.reply(Open.class, request -> new Open.Reply(ResponseCode.OK, Map.of("long", "x".repeat(8192))));

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void garbageIsAConnectionException() {
        scene.broker.on(
                PeerProperties.class,
                (peer, request) -> peer.sendBytes("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(openFails()).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aRefusalInAnEarlyStepIsReported() {
        scene.broker.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.INTERNAL_ERROR, Map.of()));

        assertThat(openFails()).hasMessage("peer properties: internal error");
    }

    @Test
    void theNextOperationTriesAgainAfterAFailure() {
        ScriptedStream.on(scene);
        scene.broker.onFrame(Open.class, (peer, frame) -> peer.cut());
        openFails();
        scene.broker.reply(Open.class, request -> new Open.Reply(ResponseCode.OK, Map.of()));

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }
}
