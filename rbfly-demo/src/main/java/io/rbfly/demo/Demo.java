package io.rbfly.demo;

import static com.ea.async.Async.await;
import static io.rbfly.client.Async.gather;
import static io.rbfly.client.Async.using;
import static java.util.concurrent.CompletableFuture.anyOf;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.demo.calculation.Calculator;
import io.rbfly.demo.console.Console;
import io.rbfly.demo.console.Words;
import io.rbfly.demo.process.ErrorLine;
import io.rbfly.demo.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The demo itself. It is sequential code in which no thread waits: at build time, EA Async rewrites {@code await} into
 * callbacks on the client's event loop. Loops that may be infinite use {@code forEach}.
 */
public final class Demo {
    /**
     * Limits unconfirmed messages, so that messages are stored in small chunks, and consumers fetch chunks as they need
     * them.
     */
    private static final PublisherOptions TEN_AT_ONCE =
            PublisherOptions.named("rbfly-demo").withMaxUnconfirmed(10);

    private static final SubscriptionOptions ONE_CHUNK_AHEAD = SubscriptionOptions.DEFAULT.withMaxBufferedChunks(1);

    /** The maximum length of a loop of awaits, which takes memory until its method returns. */
    private static final int BATCH = 1000;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PROGRESS_EVERY = 10;
    private static final int PROGRESS_EVERY_IN_FULL = 60;
    /** The time without a message after which the rest of the stream is no longer awaited. */
    private static final Duration GIVE_UP = Duration.ofSeconds(90);
    /** How long deleting the stream may wait for a broker to become available again. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    private static final Duration CLEAN_UP_WHEN_STOPPED = Duration.ofSeconds(5);

    private final DemoOptions options;
    private final String stream;
    private final Calculator calculator;
    private final Executor pool;
    private final Received received;
    private final Timeline timeline;
    private final Console console;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    Demo(
            DemoOptions options,
            Calculator calculator,
            Executor pool,
            Received received,
            Timeline timeline,
            Console console) {
        this.options = options;
        this.stream = options.stream;
        this.calculator = calculator;
        this.pool = pool;
        this.received = received;
        this.timeline = timeline;
        this.console = console;
    }

    /** Sends data to the stream. */
    private CompletableFuture<Void> sendData(StreamsClient client) {
        console.print("sending %d messages to %s", options.messages, stream);
        return using(client.publisher(stream, TEN_AT_ONCE), publisher -> {
            for (int first = 0; first < options.messages && !stop.isDone(); first += BATCH) {
                await(sendBatch(publisher, first, Math.min(first + BATCH, options.messages)));
            }
            return completedFuture(null);
        });
    }

    /** Sends the messages from first to end. All of them are stored when the future completes. */
    private CompletableFuture<Void> sendBatch(Publisher publisher, int first, int end) {
        List<CompletableFuture<Long>> confirms = new ArrayList<>();
        for (int number = first; number < end; number++) {
            await(publisher.ready());
            confirms.add(publisher.send(Received.body(number)));
        }
        await(gather(confirms));
        return completedFuture(null);
    }

    /**
     * An additional task that receives data from the stream, slowly during the calculations. Afterwards it reads the
     * rest of the stream without pauses, so that all messages are counted.
     */
    private CompletableFuture<Void> receiveData(StreamsClient client, CompletableFuture<Void> calculations) {
        console.print("start receiving messages");
        return using(client.subscribe(stream, Offset.FIRST, ONE_CHUNK_AHEAD), subscription -> {
            CompletableFuture<Void> reading = subscription.forEach(message -> {
                received.add(message.body(), message.offset());
                timeline.messageRead();
                if (!calculations.isDone()) {
                    printProgress();
                    await(client.delay(options.interval()));
                }
                return completedFuture(null);
            });
            await(anyOf(reading, calculations));
            console.print("receiving the rest of the stream, num=%d so far", received.count());
            await(allReceived(client, reading));
            console.print("done receiving messages, num=%d", received.count());
            return completedFuture(null);
        });
    }

    /** Reads messages from the stream and performs CPU bound calculations. */
    private CompletableFuture<Void> readAndCalculate(StreamsClient client) {
        return using(
                client.subscribe(stream, Offset.FIRST, ONE_CHUNK_AHEAD),
                subscription -> subscription.forEach(message -> {
                    if (options.noThreads) {
                        calculate();
                    } else {
                        await(client.runIn(pool, this::calculate));
                    }
                    await(client.delay(PAUSE));
                    if (timeline.calculations().size() >= options.calculations()) {
                        subscription.close();
                    }
                    return completedFuture(null);
                }));
    }

    /** A random matrix multiplied by itself twice. */
    private Duration calculate() {
        console.print("starting calculation");
        timeline.calculationStarted();
        calculator.calculate();
        Duration spent = timeline.calculationDone();
        console.print("done calculating, %s", Words.of(spent));
        return spent;
    }

    CompletableFuture<Void> demo(StreamsClient client) {
        await(client.deleteStream(stream)); // one that remained from an earlier run
        try {
            await(client.createStream(stream));
            await(untilStopped(pickSize(client)));
            await(untilStopped(sendData(client)));
            CompletableFuture<Void> calculations = readAndCalculate(client);
            await(untilStopped(gather(calculations, receiveData(client, calculations))));
        } finally {
            await(deleteStream(client));
        }
        return completedFuture(null);
    }

    /** Requests the end of the demo, which then deletes the stream. Thread safe. */
    void stop() {
        console.print("stopping");
        calculator.stop();
        stop.complete(null);
    }

    boolean isStopped() {
        return stop.isDone();
    }

    private CompletableFuture<Void> pickSize(StreamsClient client) {
        if (calculator.sizeIsFixed()) {
            return completedFuture(null);
        }
        console.print("measuring how fast this machine calculates");
        return client.runIn(pool, calculator::calibrate).thenAccept(picked -> console.print("%s", picked));
    }

    private CompletableFuture<Void> allReceived(StreamsClient client, CompletableFuture<Void> reading) {
        received.expectAll();
        long before = -1;
        while (!received.all().isDone() && received.count() != before) {
            before = received.count();
            await(anyOf(reading, received.all(), client.delay(GIVE_UP)));
        }
        // Repeated messages would arrive now.
        return client.delay(PAUSE);
    }

    private void printProgress() {
        if (received.count() % (options.full ? PROGRESS_EVERY_IN_FULL : PROGRESS_EVERY) == 0) {
            console.print("done receiving messages, num=%d", received.count());
        }
    }

    /** Cancels the work when the demo is requested to stop. */
    private <T> CompletableFuture<T> untilStopped(CompletableFuture<T> work) {
        stop.thenRun(() -> work.cancel(false));
        return work;
    }

    /**
     * Deletes the stream if that is possible now. A failure is ignored, since the reason for the end of the demo is
     * more important.
     */
    private CompletableFuture<Void> deleteStream(StreamsClient client) {
        Duration patience = stop.isDone() ? CLEAN_UP_WHEN_STOPPED : CLEAN_UP;
        return client.deleteStream(stream)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> {
                    console.print("stream %s could not be deleted: %s", stream, ErrorLine.reason(e));
                    return null;
                });
    }
}
