package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.patient;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.stream.RoutingException;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Super streams of real brokers, with a partition that is added by other means. */
class SuperStreamIT {
    private static final int MESSAGES = 10_000;

    private final String name = newName();

    private static void bind(Broker broker, String superStream, String partition, String key, int order)
            throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.amqpPort());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueBind(partition, superStream, key, Map.of("x-stream-partition-order", order));
        }
    }

    @BrokerTest(versions = "4.0+")
    void partitionsThatAreAddedWhileTheyAreUsedAreNoticed(Broker broker) throws Exception {
        StreamsClient client =
                patient(broker.uri()).partitionInterval(Duration.ofMillis(200)).build();
        try {
            await(client.createSuperStream(name, SuperStreamOptions.partitions(3)));
            Subscription subscription = await(client.subscribeSuperStream(name, Offset.FIRST));
            Publisher byHash = await(
                    client.superStreamPublisher(name, Routing.hash(Object::toString), PublisherOptions.named("app")));
            Publisher byKey = await(client.superStreamPublisher(name, Routing.key(body -> "3")));
            await(byHash.sendAll(IntStream.range(0, MESSAGES).boxed().toList()));

            Map<String, List<Integer>> bodies = new HashMap<>();
            for (Message message : take(subscription, MESSAGES)) {
                bodies.computeIfAbsent(message.stream(), stream -> new ArrayList<>())
                        .add((Integer) message.body());
            }
            assertThat(bodies)
                    .hasSize(3)
                    .allSatisfy((partition, numbers) -> assertThat(numbers).isSorted());

            assertThatThrownBy(() -> await(byKey.send(-1))).isInstanceOf(RoutingException.class);
            await(client.createStream(name + "-3"));
            bind(broker, name, name + "-3", "3", 3);
            assertThatThrownBy(() -> await(byHash.closed())).isInstanceOf(RoutingException.class);
            await(byKey.send(-2));
            assertThat(await(subscription.next()).body()).isEqualTo(-2);
            assertThat(await(client.partitions(name))).hasSize(4);

            await(subscription.storeOffset("app"));
            assertThat(await(client.queryOffset(name + "-3", "app"))).hasValue(0);
            await(subscription.close());
            await(client.deleteSuperStream(name));
            assertThat(await(client.streamExists(name + "-3"))).isFalse();
        } finally {
            await(client.close());
        }
    }
}
