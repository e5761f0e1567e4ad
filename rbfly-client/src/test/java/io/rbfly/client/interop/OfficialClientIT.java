package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.take;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The official client is an independent judge of what is on the wire. */
class OfficialClientIT {
    private static final byte[] BYTES = "five bytes and more".getBytes(StandardCharsets.UTF_8);

    @BrokerTest
    void theOfficialClientReadsWhatIsPublished(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            await(publisher.send(BYTES));
            await(publisher.send("a string"));
            try (Environment environment = environment(broker)) {
                LinkedBlockingQueue<com.rabbitmq.stream.Message> received = new LinkedBlockingQueue<>();
                environment.consumerBuilder().stream(stream)
                        .offset(OffsetSpecification.first())
                        .messageHandler((context, message) -> received.add(message))
                        .build();
                assertThat(received.poll(30, TimeUnit.SECONDS))
                        .satisfies(
                                message -> assertThat(message.getBodyAsBinary()).isEqualTo(BYTES));
                assertThat(received.poll(30, TimeUnit.SECONDS)).satisfies(message -> {
                    assertThat(message.getBody()).isEqualTo("a string");
                    assertThatThrownBy(message::getBodyAsBinary).isInstanceOf(RuntimeException.class);
                });
            }
        });
    }

    @BrokerTest
    void whatTheOfficialClientPublishesIsRead(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            try (Environment environment = environment(broker);
                    Producer producer =
                            environment.producerBuilder().stream(stream).build()) {
                publishAll(
                        producer,
                        List.of(
                                producer.messageBuilder().addData(BYTES).build(),
                                producer.messageBuilder()
                                        .properties()
                                        .messageId("id")
                                        .contentType("text/plain")
                                        .messageBuilder()
                                        .applicationProperties()
                                        .entry("k", "v")
                                        .messageBuilder()
                                        .addData(BYTES)
                                        .build()));
            }
            List<Message> messages = take(await(client.subscribe(stream, Offset.FIRST)), 2);
            assertThat(messages).extracting(Message::body).containsExactly(BYTES, BYTES);
        });
    }

    @BrokerTest
    void batchesOfTheOfficialClientAreReadMessageByMessage(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            try (Environment environment = environment(broker);
                    Producer producer = environment.producerBuilder().stream(stream)
                            .subEntrySize(10)
                            .build()) {
                publishAll(
                        producer,
                        Collections.nCopies(
                                25, producer.messageBuilder().addData(BYTES).build()));
            }
            List<Message> messages = take(await(client.subscribe(stream, Offset.FIRST)), 25);
            assertThat(messages).extracting(Message::body).containsOnly(BYTES);
            assertThat(messages.get(24).offset()).isEqualTo(24);
        });
    }

    private static void publishAll(Producer producer, List<com.rabbitmq.stream.Message> messages) throws Exception {
        CountDownLatch confirmed = new CountDownLatch(messages.size());
        messages.forEach(message -> producer.send(message, status -> confirmed.countDown()));
        assertThat(confirmed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Environment environment(Broker broker) {
        return Environment.builder()
                .uri("rabbitmq-stream://guest:guest@" + broker.host() + ":" + broker.port())
                .addressResolver(advertised -> new Address(broker.host(), broker.port()))
                .rpcTimeout(OfficialClient.RPC_TIMEOUT)
                .build();
    }
}
