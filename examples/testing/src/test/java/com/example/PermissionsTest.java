package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    @Test
    void anAuditorMayOnlyRead() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .user("shop", "secret")
                .user("auditor", "secret", "^$", "^$", ".*")
                .start()) {
            StreamsClient shop = StreamsClient.create(broker.uri());
            shop.createStream("orders").join();
            StreamsClient auditor = StreamsClient.create("rabbitmq-stream://auditor:secret@localhost:" + broker.port());

            CompletionException failure = assertThrows(
                    CompletionException.class,
                    () -> auditor.publisher("orders").join());
            assertEquals(
                    ErrorCode.ACCESS_REFUSED,
                    assertInstanceOf(BrokerException.class, failure.getCause()).code());
            auditor.close().join();
            shop.close().join();
        }
    }
}
