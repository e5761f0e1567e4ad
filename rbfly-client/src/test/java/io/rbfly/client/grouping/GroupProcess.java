package io.rbfly.client.grouping;

import static io.rbfly.client.support.Streams.connect;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A member of a group in a process of its own. It writes what it processes to a file that all members share, each
 * message as one line at the end of the file, so the lines are in the order of processing.
 */
final class GroupProcess {
    /** How long it works on a message, beside the time in which it is written. */
    private static final Duration WORK = Duration.ofMillis(1);

    private final Process process;
    private final String name;

    private GroupProcess(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    /** Starts a member, which joins when it can. */
    static GroupProcess start(String name, String uri, String superStream, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GroupProcess.class.getName(),
                        name,
                        uri,
                        superStream,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new GroupProcess(process, name);
    }

    String name() {
        return name;
    }

    /** Lets it leave in order; returns its exit code, 0 if it did. */
    int leave() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return exitCode();
    }

    /** Kills it without a word. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    private int exitCode() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("member " + name + " does not end");
        }
        return process.exitValue();
    }

    /** Runs a member, until the input ends. */
    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        StreamsClient client = connect(arguments[1]);
        try (FileChannel file =
                FileChannel.open(Path.of(arguments[3]), StandardOpenOption.APPEND, StandardOpenOption.CREATE)) {
            SubscriptionOptions options =
                    SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("app"));
            Subscription subscription = client.subscribeSuperStream(arguments[2], Offset.FIRST, options)
                    .join();
            CompletableFuture<Void> reading = subscription.forEach(message ->
                    client.delay(WORK).thenRun(() -> write(file, List.of(message.stream(), message.body(), name))));
            reading.exceptionally(error -> {
                error.printStackTrace();
                Runtime.getRuntime().halt(3);
                return null;
            });
            System.in.read(); // until its end, or a byte
            subscription.close().join();
            client.close().join();
        }
    }

    private static void write(FileChannel file, List<Object> words) {
        String line = words.get(0) + " " + words.get(1) + " " + words.get(2) + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
