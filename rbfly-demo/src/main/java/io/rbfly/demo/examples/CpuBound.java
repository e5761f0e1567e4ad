package io.rbfly.demo.examples;

import static com.ea.async.Async.await;
import static io.rbfly.client.Async.gather;
import static io.rbfly.client.Async.using;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;

/** The demo in its shortest form: a consumer that calculates for minutes beside a slow consumer. */
public final class CpuBound {
    private static final String STREAM = "rbfly-demo-stream-cpubound";

    private CpuBound() {}

    /** Takes the size of the matrix, and --no-threads to calculate on the event loop. */
    public static void main(String[] args) {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 4096;
        boolean threads = args.length < 2 || !args[1].equals("--no-threads");
        Executor pool = threads ? ForkJoinPool.commonPool() : Runnable::run;
        StreamsClient.create("rabbitmq-stream://guest:guest@localhost")
                .use(client -> demo(client, pool, size))
                .join();
    }

    static CompletableFuture<Void> demo(StreamsClient client, Executor pool, int size) {
        try {
            await(client.createStream(STREAM));
            await(using(client.publisher(STREAM), CpuBound::sendData));
            await(gather(readAndCalculate(client, pool, size), receiveData(client)));
        } finally {
            await(client.deleteStream(STREAM));
        }
        return CompletableFuture.completedFuture(null);
    }

    static CompletableFuture<Void> sendData(Publisher publisher) {
        for (int i = 0; i < 3600; i++) {
            await(publisher.send("hello"));
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Receives data slowly, also during calculations. */
    static CompletableFuture<Void> receiveData(StreamsClient client) {
        print("start receiving messages");
        AtomicInteger received = new AtomicInteger();
        Subscription subscription = await(client.subscribe(STREAM, Offset.FIRST));
        return subscription.forEach(message -> {
            if (received.incrementAndGet() % 60 == 0) {
                print("done receiving messages, num=" + received);
            }
            return client.delay(Duration.ofSeconds(1));
        });
    }

    /** Performs a CPU-bound calculation for each message. */
    static CompletableFuture<Void> readAndCalculate(StreamsClient client, Executor pool, int size) {
        Subscription subscription = await(client.subscribe(STREAM, Offset.FIRST));
        return subscription.forEach(message ->
                client.runIn(pool, () -> calculate(size)).thenCompose(result -> client.delay(Duration.ofSeconds(1))));
    }

    private static DMatrixRMaj calculate(int size) {
        print("starting calculation");
        DMatrixRMaj matrix = RandomMatrices_DDRM.rectangle(size, size, new Random());
        DMatrixRMaj square = CommonOps_DDRM.mult(matrix, matrix, null);
        DMatrixRMaj result = CommonOps_DDRM.mult(square, matrix, null);
        print("done calculating");
        return result;
    }

    private static void print(String text) {
        System.out.println(LocalTime.now() + " " + text);
    }
}
