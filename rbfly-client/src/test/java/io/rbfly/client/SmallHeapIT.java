package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishing and reading need constant memory. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SmallHeapIT {
    private static final int SAMPLE = 1_000_000;
    private static final long MEGABYTE = 1 << 20;

    @BrokerTest
    void fiveMillionMessagesAreReadInAHeapOf64Megabytes(Broker broker, @TempDir Path directory) throws Exception {
        writeAndRead(broker, directory, 64, 5_000_000);
    }

    @BrokerTest
    void tenMillionMessagesArePublishedInAHeapOf128Megabytes(Broker broker, @TempDir Path directory) throws Exception {
        List<String> lines = writeAndRead(broker, directory, 128, 10_000_000);
        for (String phase : List.of("sent", "read")) {
            for (String memory : List.of("heap", "direct")) {
                long[] samples = lines.stream()
                        .filter(line -> line.startsWith(phase + " " + memory + " "))
                        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .toArray();
                assertThat(samples).hasSize(10);
                // What is in use for the moment differs by some windows and chunks, and direct memory is allocated in
                // pieces of some megabytes; growth would be there in each sample.
                assertThat(Arrays.stream(samples, 5, 10).min().orElseThrow())
                        .as(
                                "least bytes of %s in the second half of %s, of %s",
                                memory, phase, Arrays.toString(samples))
                        .isLessThan(Arrays.stream(samples, 0, 5).max().orElseThrow()
                                + (memory.equals("heap") ? 2 : 8) * MEGABYTE);
            }
        }
    }

    /** Runs in a process of its own, and gives what that printed. */
    private static List<String> writeAndRead(Broker broker, Path directory, int megabytes, int messages)
            throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriterAndReader.class.getName(),
                        broker.uri(),
                        Integer.toString(messages))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(9, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as(() -> "ended in time; it said " + read(output)).isTrue();
        assertThat(read(output)).contains("all read " + messages);
        return read(output);
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs in a process of its own. */
    static final class WriterAndReader {
        public static void main(String[] arguments) throws Exception {
            StreamsClient client = connect(arguments[0]);
            int messages = Integer.parseInt(arguments[1]);
            String stream = newName();
            await(client.createStream(stream));
            Publisher publisher = await(client.publisher(stream));
            byte[] body = new byte[100];
            for (int i = 1; i <= messages; i++) {
                publisher.ready().join();
                publisher.send(body);
                sample("sent", i);
            }
            await(publisher.close());
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            int[] read = new int[1];
            subscription
                    .forEach(message -> {
                        message.body();
                        sample("read", ++read[0]);
                        return read[0] == messages ? subscription.close() : null;
                    })
                    .join();
            await(client.deleteStream(stream));
            await(client.close());
            System.out.println("all read " + read[0]);
        }

        private static void sample(String phase, int count) {
            if (count % SAMPLE == 0) {
                System.gc();
                long heap = Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory();
                System.out.println(phase + " heap " + heap);
                System.out.println(phase + " direct " + PlatformDependent.usedDirectMemory());
            }
        }
    }
}
