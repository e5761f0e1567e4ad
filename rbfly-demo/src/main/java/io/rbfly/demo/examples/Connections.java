package io.rbfly.demo.examples;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;

/** How a client connects. */
final class Connections {
    private Connections() {}

    static StreamsClient toACluster() {
        return StreamsClient.create("rabbitmq-stream://user:password@rabbit-1,rabbit-2,rabbit-3/shop");
    }

    static StreamsClient throughALoadBalancer() {
        Address balancer = new Address("balancer.example", 5552);
        return StreamsClient.builder("rabbitmq-stream://user:password@balancer.example")
                .addressResolver(advertised -> balancer)
                .build();
    }

    static StreamsClient withSettings() {
        return StreamsClient.builder("rabbitmq-stream://user:password@rabbit-1")
                .connectionName("shop")
                .heartbeat(Duration.ofSeconds(20))
                .backoff(Duration.ofMillis(500), Duration.ofSeconds(10))
                .listener(Connections::tell)
                .build();
    }

    static void tell(ClientEvent event) {
        if (event instanceof ClientEvent.PublisherInterrupted || event instanceof ClientEvent.PublisherResumed) {
            System.err.println(event);
        }
    }
}
