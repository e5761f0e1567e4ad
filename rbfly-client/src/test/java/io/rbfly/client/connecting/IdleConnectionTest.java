package io.rbfly.client.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Connections that nothing is attached to are closed after a minute. */
class IdleConnectionTest {
    private final ScriptedCluster cluster = new ScriptedCluster("rabbitmq-stream://a", builder -> builder);

    @Test
    void staysOpenWhileAQueryAwaitsItsResponse() {
        try (cluster) {
            cluster.place("s", "a");
            cluster.place("t", "a");
            cluster.scene.now(cluster.client().publisher("s"));
            cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST)).close();
            cluster.scene.advance(Duration.ofSeconds(59));
            List<Runnable> held = new ArrayList<>();
            Metadata.StreamInfo place = new Metadata.StreamInfo("t", ResponseCode.OK, 0, List.of());
            Metadata.Reply reply = new Metadata.Reply(List.of(new Metadata.Broker(0, "a", 5552)), List.of(place));
            cluster.node("a")
                    .onFrame(
                            Metadata.class,
                            (peer, frame) -> held.add(() -> peer.respond(frame.correlationId(), reply)));
            CompletableFuture<Subscription> opening = cluster.client().subscribe("t", Offset.FIRST);

            cluster.scene.advance(Duration.ofSeconds(3));
            assertThat(opening).isNotDone();

            cluster.scene.loop.submit(() -> held.forEach(Runnable::run)).syncUninterruptibly();
            assertThat(cluster.scene.now(opening).stream()).isEqualTo("t");
        }
    }
}
