package io.rbfly.client.support;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What tests against real and embedded brokers have in common. */
public final class Streams {
    private static final int PATIENCE_SECONDS = 150; // for several nodes on a busy machine
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Streams() {}

    /** A name that no other test has. */
    public static String newName() {
        return "it-" + UUID.randomUUID();
    }

    /**
     * The builder of a client that waits for a slow answer rather than trying again, since brokers of tests share a
     * busy machine. Tests of its time limits set their own.
     */
    public static StreamsClientBuilder patient(String uri) {
        return StreamsClient.builder(uri)
                .connectTimeout(REQUEST_TIMEOUT)
                .requestTimeout(REQUEST_TIMEOUT)
                .operationTimeout(REQUEST_TIMEOUT.multipliedBy(4));
    }

    /** A client that waits for a slow answer. */
    public static StreamsClient connect(String uri) {
        return patient(uri).build();
    }

    /** Runs a test with a client and a new stream, and deletes the stream. */
    public static void withStream(Broker broker, StreamTest test) throws Exception {
        withStream(broker.uri(), test);
    }

    /** The same on an embedded broker. */
    public static void withStream(EmbeddedBroker broker, StreamTest test) throws Exception {
        withStream(broker.uri(), test);
    }

    private static void withStream(String uri, StreamTest test) throws Exception {
        StreamsClient client = connect(uri);
        String stream = newName();
        try {
            await(client.createStream(stream));
            test.run(client, stream);
            await(client.deleteStream(stream));
        } finally {
            await(client.close());
        }
    }

    /** The result of a future; a failure is thrown as it is. */
    public static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("not complete after " + PATIENCE_SECONDS + " s: " + future, e);
        }
    }

    /** Waits for a condition that becomes true in another thread. */
    public static void awaitTrue(String condition, BooleanSupplier holds) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - giveUp > 0) {
                throw new AssertionError("not true after " + PATIENCE_SECONDS + " s: " + condition);
            }
            LockSupport.parkNanos(PAUSE_NANOS); // the processor is needed by what is awaited
        }
    }

    /** The next messages of a subscription. */
    public static List<Message> take(Subscription subscription, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(await(subscription.next()));
        }
        return messages;
    }

    /** A test with a client and a stream. */
    public interface StreamTest {
        void run(StreamsClient client, String stream) throws Exception;
    }
}
