package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.take;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What publishers can do beside sending one message, whatever the broker. */
@EmbeddedBrokerTest
class EmbeddedPublishersTest {
    private static final int MANY = 10_000;

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

    @Test
    void manyMessagesAreStoredInTheirOrderByBatchAndBySendAll(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher =
                    await(client.publisher(stream, PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(100_000)));
            for (int i = 0; i < MANY; i++) {
                await(publisher.enqueue(i));
            }
            await(publisher.flush());
            await(publisher.sendAll(IntStream.range(MANY, 2 * MANY).boxed().toList()));
            List<Object> stored = stored(client, stream);
            assertThat(stored).hasSize(2 * MANY);
            for (int i = 0; i < stored.size(); i++) {
                assertThat(stored.get(i)).isEqualTo(i);
            }
        });
    }

    @Test
    void rawBytesComeBackAsTheyWere(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            byte[] envelope = new byte[AmqpMessage.of("hello").raw().remaining()];
            AmqpMessage.of("hello").raw().get(envelope);
            await(publisher.sendRaw(envelope));
            List<Message> read = take(await(client.subscribe(stream, Offset.FIRST)), 1);
            assertThat(read.get(0).body()).isEqualTo("hello");
        });
    }

    @Test
    void aTimeoutDoesNotConcernMessagesThatAreConfirmed(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(
                    stream, PublisherOptions.named("timed").withConfirmTimeout(Duration.ofSeconds(30))));
            CompletableFuture<Void> sent =
                    publisher.sendAll(IntStream.range(0, 1000).boxed().toList());
            await(sent);
            await(publisher.close());
            assertThat(stored(client, stream)).hasSize(1000);
        });
    }
}
