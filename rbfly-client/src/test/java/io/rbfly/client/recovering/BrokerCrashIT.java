package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.patient;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.support.Traffic;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** A broker that is killed again and again. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class BrokerCrashIT {
    private static final int CRASHES = 5;
    private static final int MESSAGES_PER_CRASH = 20_000;

    @BrokerTest(
            dedicated = true,
            versions = {"3.10", "4.3"})
    void crashesUnderLoadLoseAndRepeatNothing(Broker broker) throws Exception {
        StreamsClient client = patient(broker.uri())
                .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                .build();
        await(client.createStream("orders"));
        // A broker that is killed within moments of its first stream forgets where streams are kept.
        broker.restart();
        Traffic traffic = Traffic.start(client, "orders");
        for (int crash = 0; crash < CRASHES; crash++) {
            traffic.allow(MESSAGES_PER_CRASH);
            traffic.awaitRead(crash * MESSAGES_PER_CRASH + MESSAGES_PER_CRASH / 10);
            broker.kill();
            broker.start();
        }
        traffic.finish();
        await(client.close());
    }
}
