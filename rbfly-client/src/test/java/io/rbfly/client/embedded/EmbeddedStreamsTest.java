package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.stream.Environment;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.interop.OfficialClient;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.ManualClock;
import io.rbfly.testkit.junit.EmbeddedBrokerExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client does with streams, on an embedded broker. */
class EmbeddedStreamsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));

    @RegisterExtension
    static final EmbeddedBrokerExtension BROKER = EmbeddedBrokerExtension.of(
            EmbeddedBroker.builder().user("rbfly", "secret").virtualHost("shop").clock(CLOCK));

    private final String stream = newName();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.create(broker.uri());
        await(client.createStream(stream));
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    private List<Object> bodies(Offset offset, int count) throws Exception {
        Subscription subscription = await(client.subscribe(stream, offset));
        List<Object> bodies =
                take(subscription, count).stream().map(Message::body).toList();
        await(subscription.close());
        return bodies;
    }

    @Test
    void messagesAreConfirmedAndReadHoweverTheyAreSent() throws Exception {
        Publisher publisher = await(client.publisher(stream));
        await(publisher.send("one"));
        publisher.enqueue("two");
        publisher.enqueue("three");
        await(publisher.flush());
        await(publisher.sendAll(List.of("four", 5, new byte[300_000])));

        assertThat(bodies(Offset.FIRST, 6)).startsWith("one", "two", "three", "four", 5);
        assertThat(bodies(Offset.at(3), 1)).containsExactly("four");
        Subscription next = await(client.subscribe(stream, Offset.NEXT));
        await(publisher.send("seven"));
        assertThat(await(next.next()).body()).isEqualTo("seven");
        assertThat(bodies(Offset.LAST, 1)).containsExactly("seven");
    }

    @Test
    void manyMessagesAreReadInOrder() throws Exception {
        List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
        Publisher publisher = await(client.publisher(stream));
        await(publisher.sendAll(numbers));

        assertThat(bodies(Offset.FIRST, numbers.size())).isEqualTo(numbers);
    }

    @Test
    void messagesOfANamedPublisherAreStoredOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            Publisher publisher = await(client.publisher(stream, PublisherOptions.named("import")));
            await(publisher.send(1, "a"));
            await(publisher.send(2, "b"));
            await(publisher.close());
        }
        Publisher publisher = await(client.publisher(stream, PublisherOptions.named("import")));
        assertThat(publisher.lastPublishingId()).isEqualTo(2);
        await(publisher.send("c"));

        assertThat(bodies(Offset.FIRST, 3)).containsExactly("a", "b", "c");
    }

    @Test
    void onlyWantedMessagesComeThroughAFilter() throws Exception {
        Publisher publisher = await(
                client.publisher(stream, PublisherOptions.DEFAULT.withFilterValue(message -> (String) message.body())));
        for (String body : List.of("eu", "us", "asia", "us", "eu")) {
            await(publisher.send(body));
        }
        MessageFilter filter = MessageFilter.of("eu").withFilterValue(message -> (String) message.body());
        Subscription subscription =
                await(client.subscribe(stream, Offset.FIRST, SubscriptionOptions.DEFAULT.withFilter(filter)));

        assertThat(take(subscription, 2)).extracting(Message::offset).containsExactly(0L, 4L);
    }

    @Test
    void readingContinuesAtAStoredOffset() throws Exception {
        Publisher publisher = await(client.publisher(stream));
        await(publisher.sendAll(List.of("a", "b", "c")));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        take(subscription, 2);
        await(subscription.storeOffset("billing"));

        assertThat(bodies(Offset.stored("billing"), 1)).containsExactly("c");
    }

    @Test
    void readingStartsAtATimeOfTheClock() throws Exception {
        Publisher publisher = await(client.publisher(stream));
        await(publisher.send("before"));
        CLOCK.advance(Duration.ofMinutes(1));
        Instant start = CLOCK.instant();
        await(publisher.send("after"));

        assertThat(bodies(Offset.timestamp(start), 1)).containsExactly("after");
        assertThat(take(await(client.subscribe(stream, Offset.FIRST)), 2))
                .extracting(Message::timestamp)
                .containsExactly(start.minusSeconds(60), start);
    }

    @Test
    void messagesThatAreTooOldAreDeleted() throws Exception {
        String aged = newName();
        await(client.createStream(
                aged, StreamOptions.DEFAULT.withMaxAge(Duration.ofHours(1)).withMaxSegmentSizeBytes(100_000)));
        Publisher publisher = await(client.publisher(aged));
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bodies.add(new byte[30_000]);
        }
        await(publisher.sendAll(bodies));

        CLOCK.advance(Duration.ofHours(2));
        await(publisher.sendAll(bodies)); // a new segment makes the broker look
        await(publisher.sendAll(bodies));

        assertThat(await(client.streamStats(aged)).firstOffset().getAsLong()).isPositive();
    }

    @Test
    void streamsAreRefusedAsByRabbit() throws Exception {
        assertThatThrownBy(() -> await(client.createStream(stream, StreamOptions.DEFAULT.withMaxLengthBytes(1000))))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        await(client.deleteStream(stream));
        assertThat(await(client.streamExists(stream))).isFalse();
        assertThatThrownBy(() -> await(client.subscribe(stream, Offset.FIRST)))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
    }

    @Test
    void theBrokerIsOneOf43(EmbeddedBroker broker) throws Exception {
        assertThat(await(client.broker()).version()).startsWith("4.3.");
        assertThat(broker.stream(stream).exists()).isTrue();
    }

    @Test
    void virtualHostsHaveStreamsOfTheirOwn(EmbeddedBroker broker) throws Exception {
        StreamsClient shop = StreamsClient.create(broker.uri("shop"));
        try {
            assertThat(await(shop.streamExists(stream))).isFalse();
            await(shop.createStream(stream));
            assertThat(broker.stream("shop", stream).exists()).isTrue();
        } finally {
            await(shop.close());
        }
        refused(broker.uri("none"), ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE);
    }

    @Test
    void theOfficialClientReadsItsUri(EmbeddedBroker broker) {
        for (String uri : List.of(broker.uri(), broker.uri("shop"))) {
            try (Environment environment = Environment.builder()
                    .uri(uri)
                    .rpcTimeout(OfficialClient.RPC_TIMEOUT)
                    .build()) {
                assertThat(environment.streamExists(stream)).isEqualTo(uri.equals(broker.uri()));
            }
        }
    }

    @Test
    void aWrongPasswordIsRefused(EmbeddedBroker broker) {
        refused(broker.uri().replace("secret", "wrong"), ErrorCode.AUTHENTICATION_FAILURE);
        refused(broker.uri().replace("rbfly:", "guest:"), ErrorCode.AUTHENTICATION_FAILURE);
    }

    private void refused(String uri, ErrorCode code) {
        assertThatThrownBy(() -> await(StreamsClient.create(uri).use(other -> other.streamExists(stream))))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
