package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rbfly.client.StreamsClient;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import io.rbfly.testkit.junit.EmbeddedBrokerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsTest {
    @RegisterExtension // one cluster for the class
    static final EmbeddedBrokerExtension CLUSTER = EmbeddedBrokerExtension.of(
            EmbeddedCluster.builder().nodes(5).electionDelay(Duration.ofSeconds(1)));

    @RegisterExtension // a broker for each test
    final EmbeddedBrokerExtension broker = EmbeddedBrokerExtension.of(
            EmbeddedBroker.builder().user("shop", "secret").virtualHost("shop"));

    @Test
    void aClusterHasFiveNodes(EmbeddedCluster cluster) {
        assertEquals(5, cluster.nodes().size());
    }

    @Test
    void theShopHasStreamsOfItsOwn(EmbeddedBroker broker) {
        StreamsClient client = StreamsClient.create(broker.uri("shop"));
        client.createStream("orders").join();

        assertTrue(broker.stream("shop", "orders").exists());
        client.close().join();
    }
}
