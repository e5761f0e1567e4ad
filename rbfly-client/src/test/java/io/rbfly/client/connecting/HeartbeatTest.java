package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signs of life, with an interval of ten seconds. */
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration HALF = Duration.ofSeconds(5);

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void connect(Duration interval) {
        scene = new Scene(builder -> builder.heartbeat(interval));
        ScriptedStream.on(scene);
        scene.now(scene.client.publisher("s"));
    }

    private int sent() {
        return scene.broker.received(Heartbeat.class).size();
    }

    private void alive() {
        scene.broker.lastPeer().send(new Heartbeat());
        scene.settle();
    }

    @Test
    void anIdleClientSendsOneInEachInterval() {
        connect(INTERVAL);
        for (int interval = 0; interval < 10; interval++) {
            int before = sent();
            alive();
            scene.advance(HALF);
            alive();
            scene.advance(HALF);
            assertThat(sent() - before).as("in interval %d", interval).isEqualTo(1);
        }
    }

    @Test
    void aPeerThatAnswersKeepsTheConnectionForHours() {
        connect(INTERVAL);
        scene.broker.on(Heartbeat.class, (peer, heartbeat) -> peer.send(heartbeat));

        scene.advance(Duration.ofHours(3));

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(sent()).isBetween(1079, 1081);
        assertThat(scene.events(ClientEvent.HeartbeatSent.class)).hasSize(sent());
        assertThat(scene.events(ClientEvent.HeartbeatReceived.class)).hasSize(sent());
    }

    @Test
    void noneIsSentWhileOtherThingsAre() {
        scene = new Scene(builder -> builder.heartbeat(INTERVAL));
        scene.broker.reply(QueryOffset.class, query -> new QueryOffset.Reply(ResponseCode.OK, 0));
        for (int i = 0; i < 100; i++) {
            scene.now(scene.client.queryOffset("s", "r"));
            scene.advance(Duration.ofSeconds(4));
        }

        assertThat(sent()).isZero();
    }

    @Test
    void heartbeatsThatVanishInAFrameThatIsNeverCompleteAreNoSignOfLife() {
        connect(INTERVAL);
        scene.broker.lastPeer().sendBytes(new byte[] {0, (byte) 0xff, 0, 0, 0, 8, 0, 1}); // its size is damaged
        for (int look = 0; look < 4; look++) {
            alive();
            scene.advance(HALF);
        }
        scene.advance(HALF);

        assertThat(scene.broker.peers()).as("connected again").hasSize(2);
    }

    @Test
    void aLargeFrameThatTakesItsTimeIsASignOfLife() {
        connect(INTERVAL);
        scene.broker.lastPeer().sendBytes(new byte[] {0, (byte) 0xff, 0, 0, 0, 8, 0, 1});
        for (int look = 0; look < 20; look++) {
            scene.broker.lastPeer().sendBytes(new byte[1024]);
            scene.settle();
            scene.advance(HALF);
        }

        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void aSilentPeerIsDisconnectedAfterTwoToTwoAndAHalfIntervals() {
        connect(INTERVAL);
        scene.advance(INTERVAL.multipliedBy(2).minusMillis(1));
        assertThat(scene.broker.peers()).hasSize(1);

        scene.advance(HALF.plusMillis(1));

        assertThat(scene.broker.peers()).as("connected again").hasSize(2);
        assertThat(scene.broker.peers().get(0).isOpen()).isFalse();
        assertThat(scene.events(ClientEvent.ConnectionClosed.class).get(0).byPeer())
                .isFalse();
        assertThat(scene.events(ClientEvent.ConnectionClosed.class).get(0).cause())
                .hasMessageContaining("two heartbeat intervals");
    }

    @Test
    void aPeerThatFallsSilentLaterIsDisconnectedInTheSameTime() {
        connect(INTERVAL);
        for (int i = 0; i < 10; i++) {
            scene.advance(Duration.ofSeconds(7));
            alive();
        }
        scene.advance(Duration.ofSeconds(20).minusMillis(1));
        assertThat(scene.broker.peers()).hasSize(1);
        scene.advance(Duration.ofSeconds(5).plusMillis(1));

        assertThat(scene.broker.peers()).hasSize(2);
    }

    @Test
    void zeroMeansNoneEitherWay() {
        connect(Duration.ZERO);

        scene.advance(Duration.ofHours(24));

        assertThat(sent()).isZero();
        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(scene.broker.lastPeer().isOpen()).isTrue();
    }

    /** Opens a publisher at a broker that proposes an interval in seconds. */
    private void connectToOneThatProposes(int seconds, UnaryOperator<StreamsClientBuilder> settings) {
        scene = new Scene(settings);
        ScriptedStream.on(scene);
        scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
            peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
            peer.send(new Tune(1 << 20, seconds));
        });
        scene.now(scene.client.publisher("s"));
    }

    @Test
    void zeroOfTheBrokerMeansNoneWhenTheApplicationSetsNothing() {
        connectToOneThatProposes(0, builder -> builder);

        scene.advance(Duration.ofHours(24));

        assertThat(sent()).isZero();
        assertThat(scene.broker.lastPeer().isOpen()).isTrue();
    }

    @Test
    void zeroOfTheBrokerLeavesItToTheApplication() {
        connectToOneThatProposes(0, builder -> builder.heartbeat(INTERVAL));

        assertThat(scene.broker.received(Tune.class)).containsExactly(new Tune(1 << 20, (int) INTERVAL.toSeconds()));
        scene.advance(INTERVAL);
        assertThat(sent()).isPositive();
    }

    @Test
    void bothConnectionsOfAClientAreKeptAlive() {
        connect(INTERVAL);
        ScriptedFeed.on(scene);
        scene.now(scene.client.subscribe("s", Offset.FIRST));
        scene.broker.on(Heartbeat.class, (peer, heartbeat) -> peer.send(heartbeat));

        scene.advance(Duration.ofMinutes(10));

        assertThat(scene.broker.peers()).hasSize(2);
        assertThat(scene.events(ClientEvent.HeartbeatSent.class))
                .extracting(ClientEvent.HeartbeatSent::connection)
                .contains("rbfly-publisher", "rbfly-subscriber");
    }
}
