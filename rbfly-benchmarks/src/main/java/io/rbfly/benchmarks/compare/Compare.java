package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Scenarios;
import io.rbfly.benchmarks.compare.report.Chart;
import io.rbfly.benchmarks.compare.report.Comparison;
import io.rbfly.benchmarks.compare.report.Comparisons;
import io.rbfly.benchmarks.compare.report.Json;
import io.rbfly.benchmarks.compare.report.Samples;
import io.rbfly.benchmarks.compare.report.Table;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** The entry point of the comparison. */
public final class Compare {
    private Compare() {}

    /** Runs the comparison. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true"); // charts are drawn into files
        CompareOptions options = new CompareOptions();
        CommandLine line = new CommandLine(options);
        line.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            return helped != null ? helped : run(options, line);
        });
        System.exit(line.execute(arguments));
    }

    private static int run(CompareOptions options, CommandLine line) {
        List<Scenario> scenarios;
        BrokerUri broker;
        try {
            scenarios = Scenarios.named(options.only);
            broker = BrokerUri.parse(options.uri);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage());
        }
        Effort effort = options.quick ? Effort.QUICK : Effort.FULL;
        if (options.rounds != null) {
            effort = effort.withRounds(options.rounds);
        }
        Samples samples = new Samples();
        int code = measure(options, scenarios, broker, samples);
        return Math.max(code, report(options, scenarios, samples));
    }

    /** Takes the samples; those that exist are kept if it fails. */
    private static int measure(CompareOptions options, List<Scenario> scenarios, BrokerUri broker, Samples samples) {
        Effort effort = options.quick ? Effort.QUICK : Effort.FULL;
        if (options.rounds != null) {
            effort = effort.withRounds(options.rounds);
        }
        try (BrokerStreams streams = new BrokerStreams(broker, System.err)) {
            SampleProcesses processes = new SampleProcesses(options.uri, effort, options.jvm);
            Run run = new Run(scenarios, effort, streams, processes, samples, System.err);
            run.all();
            if (run.failures() > 0) {
                System.err.println("compare: " + run.failures() + " samples failed and were taken again, see above");
            }
            return ExitCode.OK;
        } catch (SampleException | IOException e) {
            System.err.println("compare: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static int report(CompareOptions options, List<Scenario> scenarios, Samples samples) {
        List<Comparison> comparisons = Comparisons.of(scenarios, samples);
        System.out.println(Table.of(scenarios, samples, comparisons));
        try {
            if (options.json != null) {
                Json.write(comparisons, options.json);
            }
            if (options.chart != null) {
                Chart.write(comparisons, options.chart);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            System.err.println("compare: " + e);
            return ExitCode.SOFTWARE;
        }
    }
}
