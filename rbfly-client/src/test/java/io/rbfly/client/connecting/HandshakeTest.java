package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.wire.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a socket to an open virtual host. */
class HandshakeTest {
    private Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Scene replaceScene(UnaryOperator<StreamsClientBuilder> settings) {
        scene.close();
        scene = new Scene(settings);
        return scene;
    }

    private List<String> received() {
        scene.settle();
        return scene.broker.received(Command.class).stream()
                .map(command -> command.getClass().getSimpleName())
                .toList();
    }

    @Test
    void eachStepWaitsForTheAnswerToTheLast() {
        scene.broker.ignore(PeerProperties.class).ignore(SaslHandshake.class).ignore(SaslAuthenticate.class);
        scene.broker.ignore(Open.class);
        scene.client.publisher("s");
        assertThat(received()).containsExactly("PeerProperties");

        scene.broker.lastPeer().respond(1, new PeerProperties.Reply(ResponseCode.OK, Map.of()));
        assertThat(received()).endsWith("PeerProperties", "SaslHandshake").hasSize(2);

        scene.broker.lastPeer().respond(2, new SaslHandshake.Reply(ResponseCode.OK, List.of("PLAIN")));
        assertThat(received()).endsWith("SaslHandshake", "SaslAuthenticate").hasSize(3);

        scene.broker.lastPeer().respond(3, new SaslAuthenticate.Reply(ResponseCode.OK));
        assertThat(received()).as("before the broker's Tune").hasSize(3);

        scene.broker.lastPeer().send(new Tune(1 << 20, 60));
        assertThat(received()).endsWith("Tune", "Open").hasSize(5);

        scene.broker.lastPeer().respond(4, new Open.Reply(ResponseCode.OK, Map.of()));
        assertThat(received()).endsWith("Open", "Metadata", "DeclarePublisher").hasSize(7);
    }

    @Test
    void aNewBrokerIsQueriedForItsCommandVersionsBeforeAnythingElse() {
        scene.broker.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "4.0.5")));
        scene.broker.reply(
                ExchangeCommandVersions.class,
                request -> new ExchangeCommandVersions.Reply(
                        ResponseCode.OK, List.of(new CommandVersions(2, 1, 2), new CommandVersions(0xffff, 1, 1))));
        scene.client.publisher("s");
        assertThat(received()).endsWith("Open", "ExchangeCommandVersions", "Metadata", "DeclarePublisher");
        assertThat(scene.broker.received(ExchangeCommandVersions.class))
                .as("only a command that each broker knows")
                .containsExactly(new ExchangeCommandVersions(List.of(new CommandVersions(8, 1, 2))));
    }

    @Test
    void anOldBrokerIsNotQueriedForItsCommandVersionsSinceItWouldCloseTheConnection() {
        scene.client.publisher("s");
        assertThat(received()).contains("DeclarePublisher").doesNotContain("ExchangeCommandVersions");
    }

    @Test
    void credentialsAndVirtualHostAreThoseOfTheUriDecoded() {
        Scene.uri(
                "rabbitmq-stream://us%40er:pass%2fw%c3%b6rd@scripted/a%2fb",
                other -> {
                    other.client.publisher("s");
                    other.settle();

                    SaslAuthenticate credentials =
                            other.broker.received(SaslAuthenticate.class).get(0);
                    assertThat(credentials.mechanism()).isEqualTo("PLAIN");
                    assertThat(new String(credentials.data(), StandardCharsets.UTF_8))
                            .isEqualTo("\0us@er\0pass/wörd");
                    assertThat(other.broker.received(Open.class)).containsExactly(new Open("a/b"));
                });
    }

    @Test
    void theConnectionNameShowsTheRole() {
        replaceScene(builder -> builder.connectionName("shop"));
        scene.client.publisher("s");
        scene.settle();

        assertThat(scene.broker.received(PeerProperties.class).get(0).properties())
                .containsEntry("connection_name", "shop-publisher");
    }

    @Test
    void theBrokerLearnsWhatTheClientIs() {
        scene.client.publisher("s");
        scene.settle();

        assertThat(scene.broker.received(PeerProperties.class).get(0).properties())
                .containsEntry("product", "RbFly")
                .containsEntry("platform", "Java " + Runtime.version().feature())
                .hasEntrySatisfying("version", version -> assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    @Test
    void aWrongPasswordIsFinalAndIsNotPrinted() {
        Scene.uri("rabbitmq-stream://user:s3cret@scripted", other -> {
            other.broker.reply(
                    SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));

            Throwable error = other.failure(other.client.publisher("s"));
            other.advance(Duration.ofHours(1));

            assertThat(error)
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE));
            assertThat(error).hasMessage("user user at scripted:5552: authentication failure");
            assertThat(other.broker.peers()).as("no further attempt").hasSize(1);
            assertThat(other.client).asString().doesNotContain("s3cret");
            assertThat(other.events).asString().doesNotContain("s3cret");
            assertThat(other.broker.lastPeer().isOpen()).isFalse();
        });
    }

    @Test
    void anUnknownVirtualHostIsFinal() {
        scene.broker.reply(Open.class, request -> new Open.Reply(ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE, Map.of()));

        Throwable error = scene.failure(scene.client.publisher("s"));
        scene.advance(Duration.ofHours(1));

        assertThat(error).isInstanceOf(BrokerException.class).hasMessageStartingWith("virtual host / at scripted:5552");
        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void aBrokerWithoutPlainIsRefused() {
        scene.broker.reply(
                SaslHandshake.class, request -> new SaslHandshake.Reply(ResponseCode.OK, List.of("EXTERNAL")));

        assertThat(scene.failure(scene.client.publisher("s")))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SASL_MECHANISM_NOT_SUPPORTED))
                .hasMessageContaining("EXTERNAL");
        assertThat(received()).doesNotContain("SaslAuthenticate");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"60, -, 60", "60, 20, 20", "20, 60, 20", "0, 20, 20", "0, -, 0", "60, 0, 0", "0, 0, 0"})
    void theHeartbeatIsTheShorterOfBothIntervals(int proposed, Integer wanted, int agreed) {
        replaceScene(builder -> wanted == null ? builder : builder.heartbeat(Duration.ofSeconds(wanted)));
        ScriptedStream.on(scene);
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(1 << 20, proposed));
        });
        scene.now(scene.client.publisher("s"));

        assertThat(scene.broker.received(Tune.class)).containsExactly(new Tune(1 << 20, agreed));
        assertThat(scene.events(ClientEvent.ConnectionOpened.class))
                .containsExactly(new Events.ConnectionOpened(
                        "rbfly-publisher", "scripted:5552", Duration.ofSeconds(agreed), false));
    }

    @ParameterizedTest
    @CsvSource({"0x00", "0x80", "0xff"})
    void aFrameMaximumOfNoneOrBeyond2GiBDoesNotStopMessages(String firstByte) {
        ScriptedStream.on(scene);
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            byte frameMax = (byte) (int) Integer.decode(firstByte);
            peer.sendBytes(new byte[] {0, 0, 0, 12, 0, 0x14, 0, 1, frameMax, 0, 0, 0, 0, 0, 0, 60});
        });
        CompletableFuture<Long> sent = scene.client.publisher("s").thenCompose(publisher -> publisher.send("x"));
        scene.settle();

        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void nothingIsConnectedBeforeTheFirstOperation() {
        scene.settle();

        assertThat(scene.broker.peers()).isEmpty();
    }

    @Test
    void operationsAtOnceShareOneConnection() {
        ScriptedStream.on(scene);
        scene.client.publisher("s");
        scene.client.publisher("s");
        scene.settle();

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(scene.broker.received(DeclarePublisher.class))
                .extracting(DeclarePublisher::publisherId)
                .containsExactly(0, 1);
    }
}
