package io.rbfly.demo.groups;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.demo.console.Console;
import io.rbfly.demo.console.LogFilter;
import io.rbfly.demo.console.LogFormat;
import io.rbfly.demo.process.BrokerProbe;
import io.rbfly.demo.process.ErrorLine;
import io.rbfly.demo.process.ExitCodes;
import io.rbfly.demo.process.Interruption;
import io.rbfly.demo.timeline.ChartFile;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One run of the second programme: creates its parts, runs it, and reports the result. */
public final class GroupsProgram {
    private final GroupsOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final Console console;
    private final ReadersTimeline timeline;
    private final ProcessedCheck check = new ProcessedCheck();

    public GroupsProgram(GroupsOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
        this.console = new Console(out);
        this.timeline = new ReadersTimeline(
                System::nanoTime,
                SuperStreamOptions.partitions(options.partitions).partitionsOf(options.superStream()));
    }

    /** Returns the exit code. */
    public int run() {
        LogFormat.install(options.debug);
        if (!options.embedded) {
            return run(options.uri);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            return run(broker.uri());
        }
    }

    private int run(String uri) {
        try {
            if (options.timeline != null) {
                ChartFile.requireFonts();
            }
            return runDemo(
                    uri, settings(uri).connectionName("rbfly-demo-groups").build());
        } catch (IOException | RuntimeException e) {
            return failed(uri, e);
        }
    }

    private static StreamsClientBuilder settings(String uri) {
        return StreamsClient.builder(uri).backoff(Duration.ofMillis(500), Duration.ofSeconds(5));
    }

    private int runDemo(String uri, StreamsClient client) throws IOException {
        Observer observer = new Observer(timeline, check, console);
        LogFilter log = new LogFilter().install();
        GroupsDemo demo = new GroupsDemo(options, () -> settings(uri), observer, check, log, console);
        Interruption interruption = new Interruption(demo::stop);
        try {
            Throwable failure = outcome(client, demo);
            if (failure == null || demo.isStopped() || check.processed() > 0) {
                tell();
            }
            if (demo.isStopped()) {
                return ExitCodes.INTERRUPTED;
            }
            return failure == null ? verdict() : failed(uri, failure);
        } finally {
            interruption.demoEnded();
        }
    }

    /** Runs the demo to its end; returns the error with which it failed, or null. */
    private static @Nullable Throwable outcome(StreamsClient client, GroupsDemo demo) {
        try {
            // The only place where a thread waits: the main thread waits for the end.
            client.use(demo::demo).join();
            return null;
        } catch (CompletionException | CancellationException e) {
            return e;
        }
    }

    private void tell() throws IOException {
        GroupsSummary summary = new GroupsSummary(timeline, check);
        out.println();
        out.print(summary.text());
        if (options.summary != null) {
            summary.write(options.summary);
        }
        if (options.timeline != null) {
            String title = "Three consumers share the " + options.partitions + " partitions of a super stream";
            ChartFile.write(new GroupsChart(timeline, title, summary.line()).chart(), options.timeline);
            out.println("timeline written to " + options.timeline);
        }
    }

    private int verdict() {
        if (new GroupsSummary(timeline, check).asPromised()) {
            return ExitCodes.OK;
        }
        err.println("rbfly-demo: messages are missing, repeated or out of order, see the summary");
        return ExitCodes.FAILED;
    }

    private int failed(String uri, Throwable failure) {
        err.println(new ErrorLine(uri, BrokerProbe::answersAmqp).of(failure));
        if (options.debug) {
            failure.printStackTrace(err);
        }
        return ExitCodes.FAILED;
    }
}
