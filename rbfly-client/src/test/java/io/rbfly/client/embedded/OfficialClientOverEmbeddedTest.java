package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Consumer;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official client works with the embedded broker: an independent judge of what it speaks. */
class OfficialClientOverEmbeddedTest {
    private static final int PATIENCE_SECONDS = 30;

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final Environment environment = Environment.builder()
            .host("localhost")
            .port(broker.port())
            .addressResolver(address -> new Address("localhost", broker.port()))
            .rpcTimeout(OfficialClient.RPC_TIMEOUT)
            .build();

    @AfterEach
    void close() throws Exception {
        OfficialClient.close(environment);
        broker.close();
    }

    private static void publish(Producer producer, int from, int to) throws InterruptedException {
        CountDownLatch confirmed = new CountDownLatch(to - from);
        BlockingQueue<Short> refusals = new LinkedBlockingQueue<>();
        for (int i = from; i < to; i++) {
            Message message = producer.messageBuilder()
                    .publishingId(i)
                    .properties()
                    .messageId("key-" + i)
                    .messageBuilder()
                    .addData(Integer.toString(i).getBytes())
                    .build();
            producer.send(message, status -> {
                refusals.addAll(status.isConfirmed() ? List.of() : List.of(status.getCode()));
                confirmed.countDown();
            });
        }
        assertThat(confirmed.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s without outcome", confirmed.getCount())
                .isTrue();
        assertThat(refusals).isEmpty();
    }

    private static List<String> take(BlockingQueue<String> received, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            String next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("message %s", taken.size()).isNotNull();
            taken.add(next);
        }
        return taken;
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private BlockingQueue<String> read(String stream) {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        environment.consumerBuilder().stream(stream)
                .offset(OffsetSpecification.first())
                .messageHandler((context, message) -> received.add(new String(message.getBodyAsBinary())))
                .build();
        return received;
    }

    @Test
    void publishesAndReads() throws Exception {
        environment.streamCreator().stream("s").create();
        publish(environment.producerBuilder().stream("s").build(), 0, 1000);

        assertThat(take(read("s"), 1000)).isEqualTo(numbers(0, 1000));
    }

    @Test
    void publishesAndReadsBatches() throws Exception {
        environment.streamCreator().stream("s").create();
        Producer producer =
                environment.producerBuilder().stream("s").subEntrySize(10).build();
        publish(producer, 0, 1000);

        assertThat(take(read("s"), 1000)).isEqualTo(numbers(0, 1000));
    }

    @Test
    void storesMessagesThatAreSentAgainOnce() throws Exception {
        environment.streamCreator().stream("s").create();
        try (Producer producer =
                environment.producerBuilder().stream("s").name("p").build()) {
            publish(producer, 0, 100);
        }
        try (Producer producer =
                environment.producerBuilder().stream("s").name("p").build()) {
            assertThat(producer.getLastPublishingId()).isEqualTo(99);
            publish(producer, 50, 150);
        }

        assertThat(take(read("s"), 150)).isEqualTo(numbers(0, 150));
    }

    @Test
    void oneConsumerOfAGroupIsActive() throws Exception {
        environment.streamCreator().stream("s").create();
        Producer producer = environment.producerBuilder().stream("s").build();
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        Consumer active = member(first);
        Consumer next = member(second);
        publish(producer, 0, 10);
        assertThat(take(first, 10)).isEqualTo(numbers(0, 10));
        assertThat(second).isEmpty();

        awaitTrue("the last offset is stored", () -> active.storedOffset() == 9);
        active.close();
        publish(producer, 10, 20);

        assertThat(take(second, 10)).isEqualTo(numbers(10, 20));
        next.close();
    }

    private Consumer member(BlockingQueue<String> received) {
        return environment.consumerBuilder().stream("s")
                .name("group")
                .singleActiveConsumer()
                .offset(OffsetSpecification.first())
                .manualTrackingStrategy()
                .checkInterval(Duration.ZERO) // a passive member would store 0 when nothing is stored
                .builder()
                .messageHandler((context, message) -> {
                    received.add(new String(message.getBodyAsBinary()));
                    context.consumer().store(context.offset());
                })
                .build();
    }

    @Test
    void routesToThePartitionsOfASuperStream() throws Exception {
        environment
                .streamCreator()
                .name("orders")
                .superStream()
                .partitions(3)
                .creator()
                .create();
        Producer producer = environment
                .producerBuilder()
                .superStream("orders")
                .routing(message -> message.getProperties().getMessageIdAsString())
                .producerBuilder()
                .build();
        publish(producer, 0, 300);

        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Consumer consumer = environment
                .consumerBuilder()
                .superStream("orders")
                .offset(OffsetSpecification.first())
                .messageHandler((context, message) -> received.add(new String(message.getBodyAsBinary())))
                .build();
        assertThat(take(received, 300)).containsExactlyInAnyOrderElementsOf(numbers(0, 300));
        // The official client may block itself for ever if it is closed while it hears of deleted streams.
        producer.close();
        consumer.close();
        environment.deleteSuperStream("orders");
        assertThat(environment.streamExists("orders-0")).isFalse();
    }
}
