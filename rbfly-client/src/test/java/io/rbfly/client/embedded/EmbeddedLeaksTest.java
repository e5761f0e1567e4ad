package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.support.LeakWatch;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A cluster that is closed in the middle of its work leaves no buffer. */
class EmbeddedLeaksTest {
    private static final int ROUNDS = 6;

    @Test
    void noBufferIsLeft() throws Exception {
        try (LeakWatch watch = new LeakWatch()) {
            for (int i = 0; i < ROUNDS; i++) {
                closeAtWork(i % 2 == 0);
            }
            assertThat(watch.leaks()).isEmpty();
        }
    }

    private static void closeAtWork(boolean frozen) throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.start(2);
        StreamsClient client = StreamsClient.create(cluster.uri());
        await(client.createStream("orders"));
        Publisher publisher = await(client.publisher("orders"));
        await(publisher.send("first"));
        await(client.subscribe("orders", Offset.FIRST));
        if (frozen) {
            cluster.nodes().forEach(node -> node.freeze());
        } else {
            cluster.faults().holdConfirms();
        }
        for (int i = 0; i < 1_000; i++) {
            publisher.send(new byte[1_000]);
        }
        cluster.close();
        publisher.close(Duration.ofMillis(1)).handle((done, error) -> null).join(); // nothing will be confirmed
        await(client.close());
    }
}
