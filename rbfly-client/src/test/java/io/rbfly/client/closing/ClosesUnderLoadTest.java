package io.rbfly.client.closing;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.CallbackKind;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Subscriptions that are closed while messages pour in, again and again, with each executor. */
@EmbeddedBrokerTest
class ClosesUnderLoadTest {
    private static final int CLOSES = 500;
    private static final int MESSAGES = 50_000;
    private static final Duration MAX = Duration.ofMillis(500);
    private static final Duration MAX_OF_CLIENT = Duration.ofSeconds(30); // once: the machine may stand still meanwhile
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void fiveHundredClosesAreQuickAndNothingIsDeliveredAfterThem(EmbeddedBroker broker) throws Exception {
        String stream = newName();
        StreamsClient owner = StreamsClient.create(broker.uri());
        await(owner.createStream(stream));
        Publisher publisher = await(owner.publisher(stream));
        await(publisher.sendAll(Collections.nCopies(MESSAGES, new byte[100])));
        for (CallbackKind kind : CallbackKind.values()) {
            try (CallbackKind.Pool pool = new CallbackKind.Pool(kind)) {
                closeAgainAndAgain(broker, stream, kind, pool.executor());
            }
        }
        await(owner.deleteStream(stream));
        await(owner.close());
    }

    private static void closeAgainAndAgain(EmbeddedBroker broker, String stream, CallbackKind kind, Executor executor)
            throws Exception {
        StreamsClientBuilder builder = StreamsClient.builder(broker.uri());
        StreamsClient client = (executor == null ? builder : builder.callbackExecutor(executor)).build();
        AtomicInteger late = new AtomicInteger();
        long[] nanos = new long[CLOSES];
        for (int i = 0; i < CLOSES; i++) {
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            AtomicBoolean closed = new AtomicBoolean();
            CountDownLatch reading = new CountDownLatch(1 + i % 1000);
            subscription.forEach(MessageHandler.of(message -> {
                late.addAndGet(closed.get() ? 1 : 0);
                reading.countDown();
            }));
            assertThat(reading.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            long begin = System.nanoTime();
            await(subscription.close());
            closed.set(true);
            nanos[i] = System.nanoTime() - begin;
        }
        long begin = System.nanoTime();
        await(client.close());
        long closing = System.nanoTime() - begin;
        Arrays.sort(nanos);

        assertThat(late).as("handed out late, %s", kind).hasValue(0);
        // All but the slowest few: this measures the machine too.
        assertThat(Duration.ofNanos(nanos[CLOSES - 1 - CLOSES / 100]))
                .as("a close, %s", kind)
                .isLessThan(MAX);
        assertThat(Duration.ofNanos(closing)).as("closing the client, %s", kind).isLessThan(MAX_OF_CLIENT);
        System.out.printf(
                "%s: closes take %.1f ms (median), %.1f ms at most, that of the client %.1f ms%n",
                kind, nanos[CLOSES / 2] / 1e6, nanos[CLOSES - 1] / 1e6, closing / 1e6);
    }
}
