package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.report.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Takes all samples of all scenarios: in each round every contender once, one after the other, so that temporary
 * slowdowns of the machine affect all of them.
 */
final class Run {
    private static final int ATTEMPTS = 3;

    private final List<Scenario> scenarios;
    private final Effort effort;
    private final BrokerStreams streams;
    private final SampleProcesses processes;
    private final Samples samples;
    private final PrintStream progress;
    private final Progress time;
    private int failures;

    Run(
            List<Scenario> scenarios,
            Effort effort,
            BrokerStreams streams,
            SampleProcesses processes,
            Samples samples,
            PrintStream progress) {
        this.scenarios = scenarios;
        this.effort = effort;
        this.streams = streams;
        this.processes = processes;
        this.samples = samples;
        this.progress = progress;
        int all = scenarios.stream()
                .mapToInt(scenario -> scenario.contenders().size() * effort.rounds())
                .sum();
        this.time = new Progress(all);
    }

    void all() throws IOException, SampleException {
        for (Scenario scenario : scenarios) {
            if (!streams.supports(scenario)) {
                progress.println(scenario.id() + ", " + scenario.title() + ": the broker has no super streams");
                continue;
            }
            String stream = stream(scenario);
            for (int round = 1; round <= effort.rounds(); round++) {
                for (Contender contender : scenario.contenders()) {
                    Sample sample = take(scenario, contender, stream);
                    samples.add(scenario, contender, sample);
                    say(scenario, contender, round, sample);
                }
            }
            processes.end();
        }
    }

    /**
     * Creates the stream of a scenario, and another one if it is lost while it is written. If a stream is deleted whose
     * old segments are about to be deleted, the retention of a broker may fail, and the writers of other streams fail
     * with it.
     */
    private String stream(Scenario scenario) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return streams.next(scenario, effort);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                progress.println(scenario.id() + ": no stream, trying again: " + e.getMessage());
            }
        }
    }

    /**
     * A failure is reported and counted, and the sample is repeated, so that one failure late in the run does not
     * invalidate all of it.
     */
    private Sample take(Scenario scenario, Contender contender, String stream) throws IOException, SampleException {
        for (int attempt = 1; ; attempt++) {
            try {
                return processes.take(scenario, contender, stream);
            } catch (SampleException e) {
                if (e.isFinal() || attempt == ATTEMPTS) {
                    throw e;
                }
                failures++;
                progress.println(e.getMessage());
            }
        }
    }

    /** Returns the number of samples that failed and were repeated. */
    int failures() {
        return failures;
    }

    private void say(Scenario scenario, Contender contender, int round, Sample sample) {
        Metric metric = scenario.work().mainMetric();
        progress.printf(
                Locale.ROOT,
                "[%s] %s, %s, round %d of %d: %s, %s %,.0f%n",
                time.next(),
                scenario.id(),
                scenario.title(),
                round,
                effort.rounds(),
                contender,
                metric.label(),
                sample.get(metric));
    }
}
