package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.take;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import com.rabbitmq.stream.codec.InternalCodec;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Batches of all compressions, from and to the official client. */
class OfficialClientBatchesIT {
    private static final int MESSAGES = 3_000;

    private static String body(Compression compression, int index) {
        return compression + " " + index + " " + "of many messages ".repeat(index % 7);
    }

    @BrokerTest(versions = "3.10+")
    void theOfficialClientReadsBatches(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            List<String> expected = new ArrayList<>();
            for (Compression compression : Compression.values()) {
                for (int size : new int[] {1, 100, 2_000}) {
                    Publisher publisher = await(client.publisher(
                            stream, PublisherOptions.DEFAULT.withBatching(Batching.of(size, compression))));
                    List<byte[]> bodies = new ArrayList<>();
                    for (int i = 0; i < MESSAGES; i++) {
                        expected.add(body(compression, i));
                        bodies.add(body(compression, i).getBytes(StandardCharsets.UTF_8));
                    }
                    await(publisher.sendAll(bodies));
                    await(publisher.close());
                }
            }
            LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
            try (Environment environment = OfficialClient.environment(broker.uri(), new InternalCodec())) {
                environment.consumerBuilder().stream(stream)
                        .offset(OffsetSpecification.first())
                        .messageHandler((context, message) ->
                                received.add(new String(message.getBodyAsBinary(), StandardCharsets.UTF_8)))
                        .build();
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(received.poll(30, TimeUnit.SECONDS))
                            .as("message %s", i)
                            .isEqualTo(expected.get(i));
                }
            }
        });
    }

    @BrokerTest(versions = "3.10+")
    void batchesOfTheOfficialClientAreRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            List<String> expected = new ArrayList<>();
            try (Environment environment = OfficialClient.environment(broker.uri(), new InternalCodec())) {
                for (Compression compression : Compression.values()) {
                    for (int size : new int[] {1, 100, 2_000}) {
                        publish(environment, stream, compression, size, expected);
                    }
                }
            }
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Message> messages = take(subscription, expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(messages.get(i).offset()).isEqualTo(i);
                assertThat(new String((byte[]) messages.get(i).body(), StandardCharsets.UTF_8))
                        .isEqualTo(expected.get(i));
            }
        });
    }

    private static void publish(
            Environment environment, String stream, Compression compression, int size, List<String> expected)
            throws Exception {
        try (Producer producer = environment.producerBuilder().stream(stream)
                .subEntrySize(size == 1 ? 2 : size)
                .compression(com.rabbitmq.stream.compression.Compression.values()[compression.code()])
                .build()) {
            CountDownLatch confirmed = new CountDownLatch(MESSAGES);
            for (int i = 0; i < MESSAGES; i++) {
                expected.add(body(compression, i));
                producer.send(
                        producer.messageBuilder()
                                .addData(body(compression, i).getBytes(StandardCharsets.UTF_8))
                                .build(),
                        status -> confirmed.countDown());
            }
            assertThat(confirmed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
