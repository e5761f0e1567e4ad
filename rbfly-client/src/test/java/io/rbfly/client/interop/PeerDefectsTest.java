package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.Producer;
import com.rabbitmq.stream.codec.SimpleCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.client.Async;
import io.rbfly.client.RoundTripIT;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Streams;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.MessageHeader;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Known defects of other clients, which this one does not have. Two more are covered elsewhere: a named publisher
 * shared by several threads in {@link RoundTripIT}, pauses with jitter in BackoffTest.
 */
@EmbeddedBrokerTest
class PeerDefectsTest {
    private static final byte[] NO_AMQP = "no AMQP".getBytes(StandardCharsets.UTF_8);

    @Test
    void closeStoresAllThatWasSentAndEndsEveryFuture(EmbeddedBroker broker) throws Exception {
        int count = 5050;
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            List<CompletableFuture<Long>> sent =
                    IntStream.range(0, count).mapToObj(publisher::send).toList();
            await(publisher.close());

            assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
            assertThat(bodies(client, stream, count))
                    .isEqualTo(IntStream.range(0, count).boxed().toList());
        });
    }

    @Test
    void aThousandPublishersThatAreClosedLeaveRoomBesideOneThatStays(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher stays = await(client.publisher(stream));
            for (int i = 0; i < 1000; i++) {
                await(await(client.publisher(stream)).close());
            }
            await(stays.send("still here"));
            assertThat(bodies(client, stream, 1)).containsExactly("still here");
        });
    }

    @Test
    void aHandlerThatThrowsStopsThereAndTheRestOfTheChunkIsNotSkipped(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            IntStream.range(0, 33).forEach(publisher::send);
            await(publisher.close());
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Long> handled = new ArrayList<>();
            assertThatThrownBy(() -> await(subscription.forEach(message -> {
                        if (message.offset() == 3) {
                            throw new IllegalStateException("on purpose");
                        }
                        handled.add(message.offset());
                        return null;
                    })))
                    .isInstanceOfSatisfying(
                            HandlerException.class,
                            error -> assertThat(error.offset()).isEqualTo(3));
            assertThat(handled).containsExactly(0L, 1L, 2L);
            assertThat(Streams.take(subscription, 29))
                    .extracting(Message::offset)
                    .isEqualTo(LongStream.range(4, 33).boxed().toList());
        });
    }

    @Test
    void aMessageThatCannotBeDecodedStopsThereAndTheRestOfTheChunkIsNotSkipped(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            List<byte[]> messages = new ArrayList<>();
            IntStream.range(0, 33).forEach(number -> messages.add(encoded(number)));
            messages.set(5, NO_AMQP);
            publishRaw(broker, stream, messages);
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            List<Object> handled = new ArrayList<>();
            assertThatThrownBy(() -> await(subscription.forEach(message -> {
                        handled.add(message.body());
                        return null;
                    })))
                    .isInstanceOfSatisfying(
                            HandlerException.class,
                            error -> assertThat(error.offset()).isEqualTo(5))
                    .hasCauseInstanceOf(AmqpDecodeException.class);
            assertThat(handled).containsExactly(0, 1, 2, 3, 4);
            assertThat(Streams.take(subscription, 27))
                    .extracting(Message::body)
                    .isEqualTo(IntStream.range(6, 33).boxed().toList());

            List<Message> again = Streams.take(await(client.subscribe(stream, Offset.at(5))), 1);
            assertThat(again.get(0).raw()).isEqualTo(NO_AMQP);
        });
    }

    @Test
    void everySectionOfAMessageSurvives(EmbeddedBroker broker) throws Exception {
        AmqpMessage message = AmqpMessage.builder()
                .header(new MessageHeader(true, 7, null, false, 0))
                .deliveryAnnotation("x-delivery", 1)
                .messageAnnotation("x-message", 2L)
                .applicationProperty("key", "value")
                .data(new byte[] {1})
                .data(new byte[] {2, 3})
                .data(new byte[0])
                .footer("x-footer", "end")
                .build();
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            await(publisher.send(message));
            AmqpMessage read = Streams.take(await(client.subscribe(stream, Offset.FIRST)), 1)
                    .get(0)
                    .content();
            assertThat(read).isEqualTo(message);
            assertThat(read.bodySections()).hasSize(3);
        });
    }

    @Test
    void aBodyThatIsChangedAfterSendIsStoredAsItWas(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            byte[] body = new byte[100];
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                body[99] = (byte) i;
                sent.add(publisher.send(body));
            }
            body[99] = -1;
            await(Async.gather(sent));
            assertThat(bodies(client, stream, 100))
                    .extracting(each -> ((byte[]) each)[99])
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> (byte) i).toList());
        });
    }

    /** All bodies of a stream, which are known to be so many; an end mark shows that there are no more. */
    private static List<Object> bodies(StreamsClient client, String stream, int count) throws Exception {
        Publisher publisher = await(client.publisher(stream));
        await(publisher.send("end"));
        List<Object> bodies = new ArrayList<>();
        for (Message message : Streams.take(await(client.subscribe(stream, Offset.FIRST)), count + 1)) {
            bodies.add(message.body());
        }
        assertThat(bodies.remove(count)).isEqualTo("end");
        return bodies;
    }

    private static byte[] encoded(Object body) {
        ByteBuf buffer = Unpooled.buffer();
        AmqpMessage.of(body).encode(buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    /** Bytes as they are, which this client does not publish. */
    private static void publishRaw(EmbeddedBroker broker, String stream, List<byte[]> messages) throws Exception {
        CountDownLatch confirmed = new CountDownLatch(messages.size());
        try (Environment environment = OfficialClient.environment(broker.uri(), new SimpleCodec());
                Producer producer = environment.producerBuilder().stream(stream).build()) {
            for (byte[] message : messages) {
                producer.send(producer.messageBuilder().addData(message).build(), status -> confirmed.countDown());
            }
            assertThat(confirmed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
