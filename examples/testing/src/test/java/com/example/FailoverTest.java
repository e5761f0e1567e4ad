package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import io.rbfly.testkit.embedded.EmbeddedNode;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import org.junit.jupiter.api.Test;

@EmbeddedBrokerTest
class FailoverTest {
    @Test
    void ordersAreStoredOnceWhenTheLeaderFails(EmbeddedCluster cluster) {
        StreamsClient client = StreamsClient.create(cluster.uri());
        client.createStream("orders").join();
        Publisher publisher =
                client.publisher("orders", PublisherOptions.named("shop")).join();
        Subscription subscription = client.subscribe("orders", Offset.FIRST).join();
        EmbeddedNode leader = cluster.stream("orders").leader().orElseThrow();

        for (int order = 0; order < 100; order++) {
            if (order == 50) {
                leader.kill();
            }
            publisher.enqueue(order).join();
        }
        publisher.flush().join();

        for (int order = 0; order < 100; order++) {
            assertEquals(order, subscription.next().join().body());
        }
        assertNotEquals(leader, cluster.stream("orders").leader().orElseThrow());
        client.close().join();
    }
}
