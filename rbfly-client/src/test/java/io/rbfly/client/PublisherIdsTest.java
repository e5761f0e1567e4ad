package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.protocol.command.DeletePublisher;
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
    void moreThan256PublishersAtOnceAreAnErrorThatHarmsNoOther() {
        Publisher first = open();
        for (int i = 1; i < 256; i++) {
            scene.client.publisher("s");
        }
        assertThat(scene.failure(scene.client.publisher("s"))).hasMessageContaining("256");
        scene.now(first.close());

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }
}
