package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.driver.StreamWriter;
import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.benchmarks.compare.wire.RawConnection;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream of the current scenario: there is one at a time, and none remains at the end, however the run ends. */
final class BrokerStreams implements AutoCloseable {
    /** Retention for streams that are only written. */
    private static final Map<String, String> SHORT_LIVED =
            Map.of("max-length-bytes", "400000000", "stream-max-segment-size-bytes", "100000000");

    private final BrokerUri uri;
    private final PrintStream progress;
    private final String prefix = "rbfly-bench-" + ProcessHandle.current().pid() + "-";
    private final Thread atExit = new Thread(this::deleteQuietly);
    private @Nullable String current;
    private int made;

    BrokerStreams(BrokerUri uri, PrintStream progress) {
        this.uri = uri;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Deletes the last stream, creates one for a scenario, and fills it if it is to be read. */
    synchronized String next(Scenario scenario, Effort effort) throws IOException {
        delete();
        String stream = prefix + scenario.id() + "-" + ++made;
        boolean read = scenario.work().isReading();
        try (RawConnection connection = RawConnection.open(uri)) {
            connection.require(new Create(stream, read ? Map.of() : SHORT_LIVED));
        }
        current = stream;
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

    private synchronized void delete() throws IOException {
        String stream = current;
        if (stream != null) {
            current = null;
            try (RawConnection connection = RawConnection.open(uri)) {
                connection.require(new Delete(stream));
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
