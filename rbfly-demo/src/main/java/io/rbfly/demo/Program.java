package io.rbfly.demo;

import io.rbfly.client.StreamsClient;
import io.rbfly.demo.calculation.Calculator;
import io.rbfly.demo.calculation.Heap;
import io.rbfly.demo.calculation.Patience;
import io.rbfly.demo.console.Console;
import io.rbfly.demo.console.LogFormat;
import io.rbfly.demo.console.Narrator;
import io.rbfly.demo.process.BrokerProbe;
import io.rbfly.demo.process.ErrorLine;
import io.rbfly.demo.process.ExitCodes;
import io.rbfly.demo.process.Interruption;
import io.rbfly.demo.timeline.ChartFile;
import io.rbfly.demo.timeline.Timeline;
import io.rbfly.demo.timeline.TimelineChart;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One run of the demo: creates its parts, runs it, and reports the result. */
final class Program {
    private final DemoOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final Console console;
    private final Timeline timeline = new Timeline(System::nanoTime);
    private final Received received;

    Program(DemoOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
        this.console = new Console(out);
        this.received = new Received(options.messages);
    }

    /** Returns the exit code. */
    int run() {
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
            Patience patience = new Patience(options.heartbeat());
            Calculator calculator = new Calculator(options.size, patience, Heap.ofThisProcess());
            Narrator narrator = new Narrator(console);
            StreamsClient client = StreamsClient.builder(uri)
                    .connectionName("rbfly-demo")
                    .heartbeat(options.heartbeat())
                    .backoff(Duration.ofMillis(500), Duration.ofSeconds(5))
                    .blockedLoopWarning(Duration.ofSeconds(1))
                    .listener(timeline.andThen(narrator))
                    .build();
            return runDemo(uri, client, calculator);
        } catch (IOException | RuntimeException e) {
            return failed(uri, e);
        }
    }

    private int runDemo(String uri, StreamsClient client, Calculator calculator) throws IOException {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "calculations"));
        Demo demo = new Demo(options, calculator, pool, received, timeline, console);
        Interruption interruption = new Interruption(demo::stop);
        try {
            Throwable failure = outcome(client, demo);
            pool.shutdownNow();
            if (failure == null || demo.isStopped() || received.count() > 0) {
                tell(calculator.size());
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
    private static @Nullable Throwable outcome(StreamsClient client, Demo demo) {
        try {
            // The only place where a thread waits: the main thread waits for the end.
            client.use(demo::demo).join();
            return null;
        } catch (CompletionException | CancellationException e) {
            return e;
        }
    }

    private void tell(int size) throws IOException {
        Summary summary = new Summary(timeline, received);
        out.println();
        out.print(summary.text());
        if (options.summary != null) {
            summary.write(options.summary);
        }
        if (options.timeline != null) {
            Heading heading = new Heading(options, size, summary.closedByBroker());
            ChartFile.write(new TimelineChart(timeline, heading.title(), heading.subtitle()).chart(), options.timeline);
            out.println("timeline written to " + options.timeline);
        }
    }

    private int verdict() {
        if (new Summary(timeline, received).nothingLost()) {
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
