package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Goal;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Work;
import java.util.List;

/** The result as Markdown. */
public final class Table {
    private Table() {}

    /** Returns a table per scenario, and a line with the number of goals. */
    public static String of(List<Scenario> scenarios, Samples samples, List<Comparison> comparisons) {
        StringBuilder out = new StringBuilder();
        for (Scenario scenario : scenarios) {
            out.append(String.format("%n### %s: %s%n%n", scenario.id(), scenario.title()));
            out.append(notes(scenario, samples));
            out.append(String.format(
                    "| | ours | official | limit | ratio | goal | met |%n|---|---|---|---|---|---|---|%n"));
            comparisons.stream()
                    .filter(comparison -> comparison.scenario().equals(scenario))
                    .forEach(comparison -> out.append(line(comparison)));
        }
        List<Comparison> wanted =
                comparisons.stream().filter(each -> each.goal() != null).toList();
        long met =
                wanted.stream().filter(each -> Boolean.TRUE.equals(each.met())).count();
        return out.append(String.format("%n%d of %d goals met.%n", met, wanted.size()))
                .toString();
    }

    private static String notes(Scenario scenario, Samples samples) {
        Work work = scenario.work();
        StringBuilder notes = new StringBuilder();
        for (Ours ours : Ours.of(scenario)) {
            String name = ours.way().name();
            notes.append(String.format(
                    "%s: %s.%n", name.isEmpty() ? "ours" : name, ours.way().means()));
        }
        if (scenario.contenders().contains(Contender.TUNED)) {
            boolean tuned = samples.betterOfficial(scenario) == Contender.TUNED;
            notes.append(
                    String.format("official: %s.%n", tuned ? "better with " + work.tuning() : "better as it comes"));
        }
        return notes.isEmpty() ? "" : notes.append(System.lineSeparator()).toString();
    }

    private static String line(Comparison comparison) {
        Goal goal = comparison.goal();
        return String.format(
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                comparison.label(),
                Numeral.of(comparison.ours()),
                Numeral.of(comparison.official()),
                Numeral.of(comparison.limit()),
                Numeral.ratio(comparison.ratio()),
                goal == null ? "" : goal,
                met(comparison));
    }

    private static String met(Comparison comparison) {
        Boolean met = comparison.met();
        if (met == null) {
            return "";
        }
        return met ? "yes" : comparison.isBeyondTheLimit() ? "no, nor by the limit" : "no";
    }
}
