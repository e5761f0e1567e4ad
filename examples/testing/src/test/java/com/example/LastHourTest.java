package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.ManualClock;
import io.rbfly.testkit.junit.EmbeddedBrokerExtension;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LastHourTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-01T12:00:00Z"));

    @RegisterExtension
    static final EmbeddedBrokerExtension BROKER =
            EmbeddedBrokerExtension.of(EmbeddedBroker.builder().clock(CLOCK));

    @Test
    void onlyOrdersOfTheLastHourAreRead(EmbeddedBroker broker) {
        StreamsClient client = StreamsClient.create(broker.uri());
        client.createStream("orders").join();
        Publisher publisher = client.publisher("orders").join();
        publisher.send("apples").join();
        CLOCK.advance(Duration.ofHours(2));
        publisher.send("pears").join();

        Offset lastHour = Offset.timestamp(CLOCK.instant().minus(Duration.ofHours(1)));
        Subscription subscription = client.subscribe("orders", lastHour).join();
        assertEquals("pears", subscription.next().join().body());
        client.close().join();
    }

    @Test
    void ordersOfAnEarlierHourAreDeleted(EmbeddedBroker broker) {
        StreamsClient client = StreamsClient.create(broker.uri());
        StreamOptions options =
                StreamOptions.DEFAULT.withMaxAge(Duration.ofHours(1)).withMaxSegmentSizeBytes(1_000);
        client.createStream("returns", options).join();
        Publisher publisher = client.publisher("returns").join();
        publisher.send("x".repeat(1_000)).join(); // fills the first segment
        CLOCK.advance(Duration.ofHours(2));
        publisher.send("pears").join(); // begins the next segment, and the first one is deleted

        Subscription subscription = client.subscribe("returns", Offset.FIRST).join();
        assertEquals("pears", subscription.next().join().body());
        client.close().join();
    }
}
