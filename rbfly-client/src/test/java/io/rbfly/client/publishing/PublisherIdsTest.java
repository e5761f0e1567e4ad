package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The 256 publisher ids of a connection. */
class PublisherIdsTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open() {
        return scene.now(scene.client.publisher("s"));
    }

    @Test
    void aThousandPublishersOneAfterTheOtherReuseTheirIds() {
        Publisher longLived = open();
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<Void> closed = scene.client
                    .publisher("s")
                    .thenCompose(publisher -> publisher.send("x").thenCompose(id -> publisher.close()));
            Loops.settle(scene.loop);
            assertThat(closed).as("publisher %d", i).isCompleted();
        }

        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1000);
        assertThat(stream.publishers(scene.broker.lastPeer())).isEqualTo(1);
        assertThat(scene.now(longLived.send("still there"))).isEqualTo(1);
    }

    @Test
    void publisher257GetsAConnectionOfItsOwnWhichIsClosedAMinuteAfterItsLastPublisher() {
        Publisher first = open();
        for (int i = 1; i < 256; i++) {
            open();
        }
        assertThat(scene.broker.peers()).hasSize(1);
        Publisher onSecond = open();
        assertThat(scene.now(onSecond.send("x"))).isEqualTo(1);
        assertThat(scene.events(ClientEvent.ConnectionOpened.class))
                .extracting(ClientEvent.ConnectionOpened::connection)
                .containsExactly("rbfly-publisher", "rbfly-publisher-2");

        scene.now(first.close());
        open();
        assertThat(scene.broker.peers()).as("the free id is used").hasSize(2);

        scene.now(onSecond.close());
        scene.advance(Duration.ofSeconds(59));
        assertThat(scene.broker.lastPeer().isOpen()).isTrue();
        scene.advance(Duration.ofSeconds(1));
        assertThat(scene.broker.lastPeer().isOpen()).isFalse();
        assertThat(scene.broker.peers().get(0).isOpen()).isTrue();
    }

    @Test
    void allIdsOfAConnectionThatAreDroppedTwiceAreDeclaredAgain() {
        for (int i = 0; i < 256; i++) {
            open();
        }
        MetadataUpdate dropped = new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s");
        scene.broker.lastPeer().send(dropped);
        scene.broker.lastPeer().send(dropped);
        scene.advance(Duration.ofSeconds(1));

        assertThat(scene.broker.peers()).hasSize(1);
        assertThat(stream.publishers(scene.broker.lastPeer())).isEqualTo(256);
        assertThat(scene.events(ClientEvent.PublisherResumed.class)).hasSize(256);
        assertThat(scene.events(ClientEvent.PublisherEnded.class)).isEmpty();
    }

    @Test
    void anIdIsNotUsedAgainBeforeTheBrokerHasForgottenIt() {
        Publisher first = open();
        for (int i = 1; i < 256; i++) {
            open();
        }
        scene.broker.ignore(DeletePublisher.class);
        first.close();
        scene.settle();

        open();

        assertThat(scene.broker.peers()).hasSize(2);
    }
}
