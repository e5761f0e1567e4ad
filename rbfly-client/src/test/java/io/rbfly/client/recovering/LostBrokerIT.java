package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A broker that is killed while messages are sent and read. */
class LostBrokerIT {
    private static final int MESSAGES = 60_000;

    @BrokerTest(dedicated = true)
    void aKilledBrokerLosesAndRepeatsNothing(Broker broker) throws Exception {
        StreamsClient client = patient(broker.uri())
                .backoff(Duration.ofMillis(200), Duration.ofSeconds(1))
                .build();
        await(client.createStream("orders"));
        // A broker that is killed within moments of its first stream forgets where streams are kept.
        broker.restart();
        Publisher publisher = await(client.publisher("orders", PublisherOptions.named("till")));
        Subscription subscription = await(client.subscribe("orders", Offset.FIRST));
        List<Integer> received = new ArrayList<>(); // only the event loop touches it until reading is done
        CountDownLatch underWay = new CountDownLatch(MESSAGES / 10);
        CompletableFuture<Void> reading = subscription.forEach(message -> {
            received.add((Integer) message.body());
            underWay.countDown();
            return received.size() == MESSAGES ? subscription.close() : null;
        });
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                publisher.ready().join();
                publisher.send(i);
            }
        });
        assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
        broker.kill();
        broker.start();
        await(sending);
        await(publisher.close());
        await(reading);
        assertThat(received).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
        await(client.close());
    }
}
