package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EmbeddedBrokerTest
class OrdersTest {
    private final String stream = "orders-" + UUID.randomUUID(); // the broker is that of all tests of the class
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) {
        client = StreamsClient.create(broker.uri());
        client.createStream(stream).join();
    }

    @AfterEach
    void disconnect() {
        client.close().join();
    }

    @Test
    void anOrderIsStored() {
        client.publisher(stream).join().send("apples").join();

        Subscription subscription = client.subscribe(stream, Offset.FIRST).join();
        assertEquals("apples", subscription.next().join().body());
    }

    @Test
    void anOrderOutlastsARestartOfTheBroker(EmbeddedBroker broker) {
        Publisher publisher = client.publisher(stream).join();
        broker.node().kill();
        CompletableFuture<Long> sent = publisher.send("apples");

        broker.node().start();

        sent.join();
    }

    @Test
    void anOrderThatIsNotConfirmedFails(EmbeddedBroker broker) {
        Publisher publisher = client.publisher(
                        stream, PublisherOptions.DEFAULT.withConfirmTimeout(Duration.ofMillis(200)))
                .join();
        broker.faults().holdConfirms();

        assertThrows(CompletionException.class, () -> publisher.send("apples").join());
    }

    @Test
    void anOrderWaitsForTheEndOfAnAlarm(EmbeddedBroker broker) {
        broker.faults().raiseAlarm();
        CompletableFuture<Publisher> publisher = client.publisher(stream);
        assertFalse(publisher.isDone());

        broker.faults().clearAlarm();

        publisher.join().send("apples").join();
    }
}
