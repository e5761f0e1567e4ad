package io.rbfly.client.publishing;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.stream.Consumer;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What publishers can do beside sending one message, on real brokers. */
class PublishingIT {
    /** What is stored up to a last message that is sent to mark the end. */
    private static List<Object> stored(StreamsClient client, String stream) throws Exception {
        Publisher marker = await(client.publisher(stream));
        await(marker.send("end of test"));
        List<Object> bodies = new ArrayList<>();
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        await(subscription.forEach(message -> {
            if ("end of test".equals(message.body())) {
                return subscription.close();
            }
            bodies.add(message.body());
            return null;
        }));
        return bodies;
    }

    @BrokerTest(versions = "3.10+")
    void tenIdsThatAreSentOverAndOverLeaveTenMessages(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            for (int round = 0; round < 5; round++) {
                Publisher publisher = await(client.publisher(stream, PublisherOptions.named("ten")));
                assertThat(publisher.lastPublishingId()).isEqualTo(round == 0 ? 0 : 10);
                for (int id = 1; id <= 10; id++) {
                    assertThat(await(publisher.send(id, id))).isEqualTo(id);
                }
                await(publisher.close());
            }
            assertThat(stored(client, stream)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        });
    }

    @BrokerTest(versions = "3.10+")
    void ownIdsWithGapsAndOthersAreMixed(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream, PublisherOptions.named("mixed")));
            publisher.send(0, "first");
            publisher.send(1000, "gap");
            publisher.send("behind");
            publisher.send(5000, "gap");
            await(publisher.flush());
            await(publisher.close());
            Publisher again = await(client.publisher(stream, PublisherOptions.named("mixed")));
            assertThat(again.lastPublishingId()).isEqualTo(5000);
            await(again.send(4000, "dropped"));
            assertThat(await(again.send("last"))).isEqualTo(5001);
            assertThat(stored(client, stream)).containsExactly("first", "gap", "behind", "gap", "last");
        });
    }

    @BrokerTest(versions = "4.0+")
    void filterValuesLetTheBrokerSkipChunks(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream, PublisherOptions.DEFAULT.withFilterValue(message ->
                    (String) message.applicationProperty("region"))));
            for (String region : List.of("eu", "us")) {
                AmqpMessage message = AmqpMessage.builder()
                        .applicationProperty("region", region)
                        .body("from " + region)
                        .build();
                await(publisher.send(message));
            }
            await(publisher.send("from nowhere"));
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            try (Environment environment = OfficialClient.environment(
                            broker.uri(), OfficialClient.codecs().get(0));
                    Consumer consumer = environment.consumerBuilder().stream(stream)
                            .offset(OffsetSpecification.first())
                            .filter()
                            .values("us")
                            .postFilter(message -> true)
                            .builder()
                            .messageHandler((context, message) -> received.add((String) message.getBody()))
                            .build()) {
                assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("from us");
            }
            assertThat(stored(client, stream)).containsExactly("from eu", "from us", "from nowhere");
        });
    }

    @BrokerTest(versions = "3.10")
    void openingAPublisherWithFiltersFailsOnABrokerWithoutFilters(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            assertThatThrownBy(() ->
                            await(client.publisher(stream, PublisherOptions.DEFAULT.withFilterValue(message -> "x"))))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("3.13");
            Publisher other = await(client.publisher(stream));
            assertThat(await(other.send("the connection is still there"))).isEqualTo(1);
        });
    }
}
