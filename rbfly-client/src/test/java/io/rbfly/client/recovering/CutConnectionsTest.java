package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.support.Traffic;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import io.rbfly.testkit.proxy.Cut;
import io.rbfly.testkit.proxy.Direction;
import io.rbfly.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections that end in the middle of anything. */
@EmbeddedBrokerTest
class CutConnectionsTest {
    private static final long SEED = 20261123;
    private static final int CUTS_OF_FRAMES = 150;
    private static final int CUTS = 200;
    private static final int HANDSHAKE_BYTES = 600;
    private static final int BATCH = 1000;

    @Test
    void twoHundredCutsAtAnyByteLoseAndRepeatNothing(EmbeddedBroker broker) throws Exception {
        try (FaultProxy proxy = FaultProxy.to("localhost", broker.port())) {
            StreamsClient client = StreamsClient.builder(proxy.uri())
                    .backoff(Duration.ofMillis(5), Duration.ofMillis(20))
                    .build();
            String stream = newName();
            await(client.createStream(stream));
            Traffic traffic = Traffic.start(client, stream);
            proxy.cutEach(SEED, 1, 20_000);
            proxy.cutAll();
            flow(traffic, proxy, CUTS_OF_FRAMES);
            proxy.cutEach(SEED, 1, HANDSHAKE_BYTES);
            flow(traffic, proxy, CUTS);
            proxy.cutNoMore();
            traffic.finish();
            assertThat(proxy.cuts()).extracting(Cut::direction).contains(Direction.TO_BROKER, Direction.TO_CLIENT);
            await(client.deleteStream(stream));
            await(client.close());
        }
    }

    /** Lets messages flow until there were so many cuts; none may arrive while connections end in their handshake. */
    private static void flow(Traffic traffic, FaultProxy proxy, int cuts) {
        int allowed = traffic.read();
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        while (proxy.cutsMade() < cuts) {
            if (traffic.read() >= allowed) {
                traffic.allow(BATCH);
                allowed += BATCH;
            }
            traffic.awaitProgress();
            assertThat(System.nanoTime() - giveUp)
                    .as("%s of %s cuts, %s of %s messages read", proxy.cutsMade(), cuts, traffic.read(), allowed)
                    .isNegative();
        }
    }
}
