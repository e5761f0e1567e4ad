package io.rbfly.client.support;

import static io.rbfly.client.support.Streams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A named publisher that sends the numbers from 0 on, as many as the test allows, and a subscription that reads them
 * from the first on. Whatever happens to connections and brokers meanwhile, each number has to be stored and read once,
 * in order.
 */
public final class Traffic {
    private static final int BATCH = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2); // so that a flood is not over too soon
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(150);
    private static final int END = -1;

    private final StreamsClient client;
    private final String stream;
    private final Publisher publisher;
    private final Semaphore allowed = new Semaphore(0);
    private final AtomicInteger confirmed = new AtomicInteger();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> sending;
    private final CompletableFuture<Integer> reading;
    private volatile boolean finishing;
    private volatile int read;

    private Traffic(StreamsClient client, Publisher publisher, Subscription subscription) {
        this.client = client;
        this.stream = publisher.stream();
        this.publisher = publisher;
        reading = read(subscription);
        sending = CompletableFuture.supplyAsync(this::send, task -> new Thread(task, "traffic").start());
    }

    /** Starts with nothing allowed. */
    public static Traffic start(StreamsClient client, String stream) throws Exception {
        return start(client, stream, null);
    }

    /** As {@link #start(StreamsClient, String)}, in batches. */
    public static Traffic start(StreamsClient client, String stream, @Nullable Batching batching) throws Exception {
        return start(client, stream, batching, SubscriptionOptions.DEFAULT);
    }

    /** As {@link #start(StreamsClient, String, Batching)}, with options of the subscription. */
    public static Traffic start(
            StreamsClient client, String stream, @Nullable Batching batching, SubscriptionOptions reading)
            throws Exception {
        Publisher publisher = await(client.publisher(
                stream, PublisherOptions.named("till").withMaxUnconfirmed(2000).withBatching(batching)));
        return new Traffic(client, publisher, await(client.subscribe(stream, Offset.FIRST, reading)));
    }

    /** Allows so many more messages, a multiple of 100. */
    public void allow(int messages) {
        allowed.release(messages);
    }

    /** How many messages were read so far. */
    public int read() {
        return read;
    }

    /** Returns when so many messages were read. */
    public void awaitRead(int count) {
        long start = System.nanoTime();
        while (read < count) {
            awaitProgress();
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds of waiting for message %d, when %d were read", count, read)
                    .isLessThan(PATIENCE_NANOS);
        }
    }

    /** Waits a moment, unless sending or reading has failed. */
    public void awaitProgress() {
        assertThat(failures).isEmpty();
        assertThat(reading).isNotCompleted();
        assertThat(sending).isNotCompletedExceptionally();
        LockSupport.parkNanos(1_000_000);
    }

    /** Sends what is allowed, and checks that all of it was confirmed, stored once and read once, in order. */
    public void finish() throws Exception {
        finishing = true;
        allowed.release(BATCH);
        int sent = await(sending);
        await(publisher.send(END));
        await(publisher.close());
        assertThat(failures).isEmpty();
        assertThat(confirmed).hasValue(sent);
        assertThat(await(reading)).isEqualTo(sent);
        assertThat(await(read(await(client.subscribe(stream, Offset.FIRST))))).isEqualTo(sent);
    }

    private int send() {
        int number = 0;
        while (true) {
            allowed.acquireUninterruptibly(BATCH);
            if (finishing && allowed.availablePermits() < BATCH) {
                return number;
            }
            publisher.ready().join();
            for (int i = 0; i < BATCH; i++) {
                publisher.send(number++).whenComplete((id, error) -> {
                    confirmed.incrementAndGet();
                    if (error != null) {
                        failures.add(error);
                    }
                });
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Reads to the end mark; the future fails at the first number that is not the next one. */
    private CompletableFuture<Integer> read(Subscription subscription) {
        int[] expected = new int[1];
        return subscription
                .forEach(message -> {
                    int number = (Integer) message.body();
                    if (number == END) {
                        return subscription.close();
                    }
                    assertThat(number).isEqualTo(expected[0]);
                    read = ++expected[0];
                    return null;
                })
                .thenApply(nothing -> expected[0]);
    }
}
