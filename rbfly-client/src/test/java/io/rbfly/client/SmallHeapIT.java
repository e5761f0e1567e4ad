package io.rbfly.client;

import static io.rbfly.client.Streams.await;
import static io.rbfly.client.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** Reading goes on in constant memory. */
class SmallHeapIT {
    private static final int MESSAGES = 5_000_000;

    @BrokerTest
    void fiveMillionMessagesAreReadInAHeapOf64Megabytes(Broker broker, @TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriterAndReader.class.getName(),
                        broker.uri())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("read " + MESSAGES);
    }

    /** Runs in a process of its own. */
    static final class WriterAndReader {
        public static void main(String[] arguments) throws Exception {
            StreamsClient client = StreamsClient.create(arguments[0]);
            String stream = newName();
            await(client.createStream(stream));
            Publisher publisher = await(client.publisher(stream));
            byte[] body = new byte[100];
            for (int i = 0; i < MESSAGES; i++) {
                publisher.ready().join();
                publisher.send(body);
            }
            await(publisher.close());
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            int[] read = new int[1];
            await(subscription.forEach(message -> {
                message.body();
                return ++read[0] == MESSAGES ? subscription.close() : null;
            }));
            await(client.deleteStream(stream));
            await(client.close());
            System.out.println("read " + read[0]);
        }
    }
}
