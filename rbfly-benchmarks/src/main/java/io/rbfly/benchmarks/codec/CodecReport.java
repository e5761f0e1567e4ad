package io.rbfly.benchmarks.codec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the codec benchmarks and prints a table of medians and allocation, ours beside the peers'. Takes the options of
 * JMH, such as {@code -f 1 -wi 2} for a quick look.
 */
public final class CodecReport {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String OURS = RbflyCodec.class.getSimpleName();
    private static final List<String> PEERS =
            List.of(OfficialCodec.class.getSimpleName(), ProtonCodec.class.getSimpleName());

    /** Tasks that the peers can only do by decoding everything, and the row where that was measured. */
    private static final Map<String, String> DONE_BY =
            Map.of("richDecodeLazily", "richDecode", "smallDecodeView", "smallDecode");

    private CodecReport() {}

    /** Runs all codec benchmarks, or those that the arguments name. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(CodecReport.class.getPackageName());
        }
        Options all = options.addProfiler(GCProfiler.class).build();
        print(new Runner(all).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Map<String, RunResult>> byTask = new TreeMap<>();
        for (RunResult result : results) {
            String[] names = result.getParams().getBenchmark().split("\\.");
            String memory = result.getParams().getParam("memory");
            String task = names[names.length - 1] + (memory == null ? "" : ", " + memory);
            byTask.computeIfAbsent(task, key -> new TreeMap<>()).put(names[names.length - 2], result);
        }
        System.out.println();
        System.out.println("| task, median ns/op (B/op) | RbFly | official client | proton-j | RbFly / faster peer |");
        System.out.println("|---|---|---|---|---|");
        DONE_BY.forEach((task, whole) -> {
            if (byTask.containsKey(task) && byTask.containsKey(whole)) {
                byTask.get(whole).forEach(byTask.get(task)::putIfAbsent);
            }
        });
        byTask.forEach((task, row) -> System.out.println("| " + task + " | " + cell(row.get(OURS)) + " | "
                + cell(row.get(PEERS.get(0))) + " | " + cell(row.get(PEERS.get(1))) + " | " + ratio(row) + " |"));
    }

    private static String cell(RunResult result) {
        if (result == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%.1f (%.0f)",
                median(result),
                result.getSecondaryResults().get(ALLOCATION).getScore());
    }

    private static String ratio(Map<String, RunResult> row) {
        double peer = PEERS.stream()
                .filter(row::containsKey)
                .mapToDouble(name -> median(row.get(name)))
                .min()
                .orElse(Double.NaN);
        RunResult ours = row.get(OURS);
        return ours == null || Double.isNaN(peer) ? "" : String.format(Locale.ROOT, "%.2f", median(ours) / peer);
    }

    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }
}
