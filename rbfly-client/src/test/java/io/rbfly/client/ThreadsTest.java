package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@EmbeddedBrokerTest
class ThreadsTest {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final String LOOP = "threads-it";

    @Test
    void noThreadIsLeftOfAClientThatIsClosed(EmbeddedBroker broker) throws Exception {
        useOnce(broker); // what the JVM and Netty begin with the first client, they keep
        Set<Thread> before = threads();
        Set<Thread> during = useOnce(broker);
        during.removeAll(before);
        assertThat(during).anyMatch(thread -> thread.getName().startsWith(LOOP));
        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(PATIENCE_MILLIS); // the loop reports its end before its thread has ended
        }
        assertThat(left).noneMatch(Thread::isAlive);
    }

    @Test
    void aCommonPoolThatIsBlockedDelaysNothing(EmbeddedBroker broker) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < Math.max(1, ForkJoinPool.getCommonPoolParallelism()); i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try {
            useOnce(broker);
        } finally {
            release.countDown();
        }
    }

    /** Does all that a client can start threads for, and returns the threads that there were. */
    private static Set<Thread> useOnce(EmbeddedBroker broker) throws Exception {
        StreamsClient client =
                StreamsClient.builder(broker.uri()).connectionName(LOOP).build();
        String stream = newName();
        await(client.createStream(stream));
        Publisher publisher = await(client.publisher(stream));
        await(publisher.send("x"));
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
        await(subscription.next());
        Set<Thread> threads = threads();
        await(client.deleteStream(stream));
        await(client.close());
        return threads;
    }

    /** Without those of the JVM's common pool, which come and go. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
