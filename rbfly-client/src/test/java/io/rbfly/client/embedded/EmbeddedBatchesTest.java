package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches, written and read by the client on an embedded broker. */
class EmbeddedBatchesTest {
    private static final int MESSAGES = 2_500;

    @RegisterExtension
    static final EmbeddedBrokerExtension BROKER = EmbeddedBrokerExtension.of(EmbeddedBroker.builder());

    private final String stream = newName();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private StreamsClient client;
    private StreamsClient pooled;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.create(broker.uri());
        pooled = StreamsClient.builder(broker.uri()).callbackExecutor(pool).build();
        await(client.createStream(stream));
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
        await(pooled.close());
        pool.shutdown();
    }

    private static String body(int index) {
        return "message " + index + " of many that are alike";
    }

    private static List<String> bodies(int from, int to) {
        return IntStream.range(from, to).mapToObj(EmbeddedBatchesTest::body).toList();
    }

    private static PublisherOptions batches(Compression compression) {
        return PublisherOptions.DEFAULT.withBatching(Batching.of(100, compression));
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreReadInListsWhateverTheirCompression(Compression compression) throws Exception {
        await(await(client.publisher(stream, batches(compression))).sendAll(bodies(0, MESSAGES)));
        for (StreamsClient reader : List.of(client, pooled)) {
            Subscription subscription = await(reader.subscribe(stream, Offset.FIRST));
            List<Object> seen = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            await(subscription.forEachBatch(messages -> {
                messages.forEach(message -> seen.add(message.body()));
                sizes.add(messages.size());
                return seen.size() == MESSAGES ? subscription.close() : null;
            }));

            assertThat(seen).isEqualTo(bodies(0, MESSAGES));
            assertThat(sizes).as("not one by one").anyMatch(size -> size > 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreConfirmedAndReadHoweverTheyAreSent(Compression compression) throws Exception {
        Publisher publisher = await(client.publisher(stream, batches(compression)));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(publisher.send(body(i)));
        }
        for (int i = 1_000; i < 2_000; i++) {
            await(publisher.enqueue(body(i)));
        }
        await(publisher.flush());
        await(publisher.sendAll(bodies(2_000, MESSAGES)));

        for (int i = 0; i < 1_000; i++) {
            assertThat(await(sent.get(i))).isEqualTo(i + 1L);
        }
        await(publisher.close());
        for (StreamsClient reader : List.of(client, pooled)) {
            Subscription subscription = await(reader.subscribe(stream, Offset.FIRST));
            List<Message> read = take(subscription, MESSAGES);
            assertThat(read).extracting(Message::body).isEqualTo(bodies(0, MESSAGES));
            assertThat(read).extracting(Message::offset).isEqualTo(offsets(0, MESSAGES));
            await(subscription.close());
            assertThat(read).as("kept messages").extracting(Message::body).isEqualTo(bodies(0, MESSAGES));
        }
    }

    private static List<Long> offsets(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void handlersAndViewsGetAllMessagesFromTheOffsetOnThatIsWanted(Compression compression) throws Exception {
        Publisher publisher = await(client.publisher(stream, batches(compression)));
        await(publisher.sendAll(bodies(0, MESSAGES)));
        for (StreamsClient reader : List.of(client, pooled)) {
            List<String> viewed = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch views = new CountDownLatch(MESSAGES - 250);
            Subscription inPlace = await(reader.subscribe(stream, Offset.at(250)));
            inPlace.forEachView(view -> {
                viewed.add(view.offset() + " " + view.content().body());
                views.countDown();
            });
            List<String> handled = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch messages = new CountDownLatch(MESSAGES - 250);
            Subscription subscription = await(reader.subscribe(stream, Offset.at(250)));
            subscription.forEach(MessageHandler.of(message -> {
                handled.add(message.offset() + " " + message.body());
                messages.countDown();
            }));

            assertThat(views.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(messages.await(30, TimeUnit.SECONDS)).isTrue();
            List<String> expected = IntStream.range(250, MESSAGES)
                    .mapToObj(i -> i + " " + body(i))
                    .toList();
            assertThat(viewed).isEqualTo(expected);
            assertThat(handled).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsReadWhileItIsTheLastIsReadAtOnce(Compression compression) throws Exception {
        Publisher publisher = await(client.publisher(stream, batches(compression)));
        Subscription subscription = await(client.subscribe(stream, Offset.NEXT));
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Message> next = subscription.next();
            await(publisher.send(body(i)));
            assertThat(await(next).body()).isEqualTo(body(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatTheBrokerHadAreNotSentAgainWithOtherBorders(Compression compression) throws Exception {
        PublisherOptions named = batches(compression).withName("p");
        Publisher first = await(client.publisher(stream, named));
        for (long id = 0; id < 150; id++) {
            first.send(id, body((int) id));
        }
        await(first.close());

        Publisher second = await(client.publisher(stream, named));
        assertThat(second.lastPublishingId()).isEqualTo(149);
        List<CompletableFuture<Long>> again = new ArrayList<>();
        for (long id = 0; id < 222; id++) {
            again.add(second.send(id, body((int) id)));
        }
        await(second.flush());
        for (int id = 0; id < 222; id++) {
            assertThat(await(again.get(id))).isEqualTo(id);
        }
        await(second.close());

        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        assertThat(take(subscription, 222)).extracting(Message::body).isEqualTo(bodies(0, 222));
    }

    @Test
    void theThreadOfTheEventLoopMaySend() throws Exception {
        Publisher publisher = await(client.publisher(stream, batches(Compression.ZSTD)));
        await(client.delay(java.time.Duration.ofMillis(1)).thenCompose(nothing -> publisher.sendAll(bodies(0, 5_000))));

        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        assertThat(take(subscription, 5_000)).extracting(Message::body).isEqualTo(bodies(0, 5_000));
    }
}
