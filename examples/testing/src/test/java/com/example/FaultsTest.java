package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

@EmbeddedBrokerTest
class FaultsTest {
    @Test
    void anOrderThatIsRefusedFails(EmbeddedBroker broker) {
        StreamsClient client = StreamsClient.create(broker.uri());
        client.createStream("orders").join();
        Publisher publisher = client.publisher("orders").join();
        broker.faults().refuse(CommandKey.PUBLISH, ResponseCode.INTERNAL_ERROR, 1);

        CompletionException failure = assertThrows(
                CompletionException.class, () -> publisher.send("apples").join());
        assertEquals(
                ErrorCode.INTERNAL_ERROR,
                assertInstanceOf(BrokerException.class, failure.getCause()).code());
        publisher.send("pears").join();
        client.close().join();
    }

    @Test
    void onlyAnOrderThatIsNotConfirmedFails(EmbeddedBroker broker) {
        StreamsClient client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(100)) // instead of 1 to 30 seconds
                .build();
        client.createStream("returns").join();

        broker.faults().delay(CommandKey.DECLARE_PUBLISHER, Duration.ofMillis(200), 1);
        Publisher publisher = client.publisher(
                        "returns", PublisherOptions.DEFAULT.withConfirmTimeout(Duration.ofSeconds(5)))
                .join(); // opened late

        broker.faults().disconnect(CommandKey.PUBLISH, 1);
        publisher.send("apples").join(); // sent again on another connection

        broker.faults().ignore(CommandKey.PUBLISH, 1);
        CompletionException failure = assertThrows(
                CompletionException.class, () -> publisher.send("pears").join());
        assertInstanceOf(RequestTimeoutException.class, failure.getCause());
        client.close().join();
    }
}
