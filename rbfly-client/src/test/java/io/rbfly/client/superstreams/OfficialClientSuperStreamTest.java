package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Super streams that are shared with the official client. */
class OfficialClientSuperStreamTest {
    private static final int KEYS = 100_000;
    private static final int PARTITIONS = 7;

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final StreamsClient client = StreamsClient.create(broker.uri());
    private final Environment environment = Environment.builder()
            .host("localhost")
            .port(broker.port())
            .addressResolver(address -> new Address("localhost", broker.port()))
            .rpcTimeout(OfficialClient.RPC_TIMEOUT)
            .build();

    @BeforeEach
    void create() throws Exception {
        await(client.createSuperStream("orders", SuperStreamOptions.partitions(PARTITIONS)));
        await(client.createSuperStream("regions", SuperStreamOptions.bindingKeys("eu", "us")));
    }

    @AfterEach
    void close() throws Exception {
        OfficialClient.close(environment);
        await(client.close());
        broker.close();
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "schlüssel-" + i * 31).toList();
    }

    private void publishOfficially(String superStream, List<String> keys, boolean byKey) throws Exception {
        var routing = environment
                .producerBuilder()
                .superStream(superStream)
                .routing(message -> new String(message.getBodyAsBinary(), StandardCharsets.UTF_8));
        try (Producer producer =
                (byKey ? routing.key() : routing).producerBuilder().build()) {
            CountDownLatch confirmed = new CountDownLatch(keys.size());
            for (String key : keys) {
                producer.send(
                        producer.messageBuilder()
                                .addData(key.getBytes(StandardCharsets.UTF_8))
                                .build(),
                        status -> confirmed.countDown());
            }
            assertThat(confirmed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Map<String, String> readOurselves(String superStream, int count) throws Exception {
        Map<String, String> partitions = new HashMap<>();
        Subscription subscription = await(client.subscribeSuperStream(superStream, Offset.FIRST));
        for (int i = 0; i < count; i++) {
            Message message = await(subscription.next());
            partitions.put(new String((byte[]) message.body(), StandardCharsets.UTF_8), message.stream());
        }
        await(subscription.close());
        return partitions;
    }

    private Map<String, String> readOfficially(String superStream, int count) throws Exception {
        Map<String, String> partitions = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(count);
        var consumer = environment
                .consumerBuilder()
                .superStream(superStream)
                .offset(OffsetSpecification.first())
                .messageHandler((context, message) -> {
                    partitions.put(new String(message.getBodyAsBinary(), StandardCharsets.UTF_8), context.stream());
                    all.countDown();
                })
                .build();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        consumer.close();
        return partitions;
    }

    private void publishOurselves(String superStream, Routing routing, List<String> keys) throws Exception {
        Publisher publisher = await(client.superStreamPublisher(superStream, routing));
        await(publisher.sendAll(keys.stream()
                .map(key -> AmqpMessage.of(key.getBytes(StandardCharsets.UTF_8)))
                .toList()));
        await(publisher.close());
    }

    private static String key(Object body) {
        return new String((byte[]) ((AmqpMessage) body).body(), StandardCharsets.UTF_8);
    }

    @Test
    void eachKeyHasTheSamePartition() throws Exception {
        List<String> keys = keys();
        publishOfficially("orders", keys, false);
        Map<String, String> theirs = readOurselves("orders", KEYS);
        await(client.deleteSuperStream("orders"));
        await(client.createSuperStream("orders", SuperStreamOptions.partitions(PARTITIONS)));
        publishOurselves("orders", Routing.hash(OfficialClientSuperStreamTest::key), keys);
        Map<String, String> ours = readOfficially("orders", KEYS);

        assertThat(theirs).hasSize(KEYS);
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours.values().stream().distinct()).hasSize(PARTITIONS);
    }

    @Test
    void bindingKeysMeanTheSame() throws Exception {
        publishOfficially("regions", List.of("eu", "us", "eu"), true);
        assertThat(readOurselves("regions", 3)).isEqualTo(Map.of("eu", "regions-eu", "us", "regions-us"));

        publishOurselves("regions", Routing.key(OfficialClientSuperStreamTest::key), List.of("us", "us", "eu"));
        assertThat(readOfficially("regions", 6)).isEqualTo(Map.of("eu", "regions-eu", "us", "regions-us"));
    }

    @Test
    void eachDeletesAndFindsWhatTheOtherHasCreated() throws Exception {
        environment
                .streamCreator()
                .name("theirs")
                .superStream()
                .partitions(3)
                .creator()
                .create();
        assertThat(await(client.partitions("theirs"))).containsExactly("theirs-0", "theirs-1", "theirs-2");
        await(client.deleteSuperStream("theirs"));
        assertThat(environment.streamExists("theirs-0")).isFalse();

        environment.deleteSuperStream("orders");
        assertThat(await(client.superStreamExists("orders"))).isFalse();
    }
}
