package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.testkit.blocking.BlocksLoop;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections that end, or stay, as the event loop sends its heartbeats or not. */
@EmbeddedBrokerTest
class BlockedConnectionsTest {
    private static final long WAIT_MILLIS = 100;

    @Test
    @BlocksLoop
    void aBlockedEventLoopLosesTheConnectionButNoMessage(EmbeddedBroker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = StreamsClient.builder(broker.uri())
                .heartbeat(Duration.ofSeconds(1))
                .blockedLoopWarning(Duration.ofSeconds(1))
                .listener(events::add)
                .build();
        String stream = newName();
        await(client.createStream(stream));
        Publisher publisher = await(client.publisher(stream));
        for (int i = 0; i < 10; i++) {
            await(publisher.send(i));
        }
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        List<Object> received = new ArrayList<>();
        await(subscription.forEach(message -> {
            received.add(message.body());
            if (received.size() == 5) {
                block(Duration.ofSeconds(10)); // more than three heartbeats
            }
            return received.size() == 20 ? subscription.close() : sendAgain(client, stream, received.size());
        }));
        assertThat(received.subList(0, 10))
                .isEqualTo(IntStream.range(0, 10).boxed().toList());
        assertThat(received).hasSize(20).doesNotHaveDuplicates();
        assertThat(events)
                .filteredOn(ClientEvent.ConnectionClosed.class::isInstance)
                .extracting(event -> ((ClientEvent.ConnectionClosed) event).byPeer())
                .isNotEmpty()
                .containsOnly(true);
        assertThat(events)
                .filteredOn(ClientEvent.EventLoopBlocked.class::isInstance)
                .extracting(event -> ((ClientEvent.EventLoopBlocked) event).blocked())
                // Other blocks are possible on a busy machine.
                .anySatisfy(blocked -> assertThat(blocked).isGreaterThan(Duration.ofSeconds(3)));
        await(client.deleteStream(stream));
        await(client.close());
    }

    @Test
    void heartbeatsKeepAnIdleConnection(EmbeddedBroker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = StreamsClient.builder(broker.uri())
                .heartbeat(Duration.ofSeconds(3))
                .listener(events::add)
                .build();
        String stream = newName();
        await(client.createStream(stream));
        // One per interval: a broker that hears none closes the connection before the fourth.
        awaitTrue("four heartbeats were sent", () -> count(events, ClientEvent.HeartbeatSent.class) >= 4);
        awaitTrue("two heartbeats were received", () -> count(events, ClientEvent.HeartbeatReceived.class) >= 2);
        await(client.deleteStream(stream));
        assertThat(events).noneMatch(ClientEvent.ConnectionClosed.class::isInstance);
        await(client.close());
    }

    @Test
    @BlocksLoop
    void aCallbackThatBlocksWhileTheClientClosesIsReported(EmbeddedBroker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = StreamsClient.builder(broker.uri())
                .blockedLoopWarning(Duration.ofSeconds(1))
                .listener(events::add)
                .build();
        String stream = newName();
        await(client.createStream(stream));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        CompletableFuture<Void> read = subscription.forEach(message -> null);
        CompletableFuture<Void> blocked = read.handle((nothing, error) -> {
            block(Duration.ofSeconds(6));
            return null;
        });
        await(client.close());

        assertThat(blocked).isDone();
        assertThat(events)
                .filteredOn(ClientEvent.EventLoopBlocked.class::isInstance)
                .extracting(event -> ((ClientEvent.EventLoopBlocked) event).blocked())
                .anySatisfy(time -> assertThat(time).isGreaterThan(Duration.ofSeconds(1)));
    }

    /** After the first ten messages, each one that is read causes the next. */
    private static CompletableFuture<?> sendAgain(StreamsClient client, String stream, int read) {
        if (read < 10) {
            return CompletableFuture.completedFuture(null);
        }
        return client.publisher(stream).thenCompose(publisher -> Async.using(publisher, open -> open.send(read)));
    }

    private static long count(List<ClientEvent> events, Class<? extends ClientEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    /** In short waits: a pause of the machine, which is not part of a block, shortens it by one of them at most. */
    private static void block(Duration time) {
        try {
            for (long left = time.toMillis(); left > 0; left -= WAIT_MILLIS) {
                new CountDownLatch(1).await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
