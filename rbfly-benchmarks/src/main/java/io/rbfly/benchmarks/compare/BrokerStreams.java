package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.driver.StreamWriter;
import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.benchmarks.compare.wire.RawConnection;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The stream of the current scenario: there is one at a time, and none remains at the end, however the run ends. */
final class BrokerStreams implements AutoCloseable {
    /** Retention for streams that are only written. */
    private static final Map<String, String> SHORT_LIVED =
            Map.of("max-length-bytes", "400000000", "stream-max-segment-size-bytes", "100000000");

    private static final Map<String, String> SHORT_LIVED_PARTITION =
            Map.of("max-length-bytes", "100000000", "stream-max-segment-size-bytes", "25000000");

    private final BrokerUri uri;
    private final PrintStream progress;
    private final String prefix = "rbfly-bench-" + ProcessHandle.current().pid() + "-";
    private final Thread atExit = new Thread(this::deleteQuietly);
    /** What deletes the current stream. */
    private @Nullable Request<StatusResponse> deletion;

    private int made;

    BrokerStreams(BrokerUri uri, PrintStream progress) {
        this.uri = uri;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Returns whether the broker can do what a scenario needs: super streams are there since RabbitMQ 3.13. */
    boolean supports(Scenario scenario) throws IOException {
        if (scenario.work() != Work.PARTITION_FLOOD) {
            return true;
        }
        try (RawConnection connection = RawConnection.open(uri)) {
            String[] version = connection.brokerVersion().split("\\.");
            int major = Integer.parseInt(version[0]);
            return major > 3 || major == 3 && Integer.parseInt(version[1]) >= 13;
        }
    }

    /** Deletes the last stream, creates one for a scenario, and fills it if it is to be read. */
    synchronized String next(Scenario scenario, Effort effort) throws IOException {
        delete();
        String stream = prefix + scenario.id() + "-" + ++made;
        boolean read = scenario.work().isReading();
        boolean partitions = scenario.work() == Work.PARTITION_FLOOD;
        try (RawConnection connection = RawConnection.open(uri)) {
            connection.require(partitions ? superStream(stream) : new Create(stream, read ? Map.of() : SHORT_LIVED));
        }
        deletion = partitions ? new DeleteSuperStream(stream) : new Delete(stream);
        if (read) {
            double perChunk = StreamWriter.fill(uri, stream, scenario, effort.messages(scenario));
            progress.printf(
                    Locale.ROOT,
                    "%s, %s: %,d messages written, %.1f per chunk%n",
                    scenario.id(),
                    scenario.title(),
                    effort.messages(scenario),
                    perChunk);
        }
        return stream;
    }

    private static CreateSuperStream superStream(String name) {
        List<String> keys = IntStream.range(0, Scenario.PARTITIONS)
                .mapToObj(Integer::toString)
                .toList();
        return new CreateSuperStream(
                name, keys.stream().map(key -> name + "-" + key).toList(), keys, SHORT_LIVED_PARTITION);
    }

    private synchronized void delete() throws IOException {
        Request<StatusResponse> due = deletion;
        if (due != null) {
            deletion = null;
            try (RawConnection connection = RawConnection.open(uri)) {
                connection.require(due);
            }
        }
    }

    private void deleteQuietly() {
        try {
            delete();
        } catch (IOException e) {
            // the broker is not available; the stream may remain
        }
    }

    @Override
    public void close() throws IOException {
        delete();
    }
}
