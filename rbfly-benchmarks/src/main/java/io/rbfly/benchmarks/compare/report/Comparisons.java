package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Goals;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares medians: RbFly with the official client in all metrics, and with the limit or with another way to use it
 * where there is a goal for that.
 */
public final class Comparisons {
    private Comparisons() {}

    /** Returns the comparisons in the order of the scenarios, and of the metrics in each. */
    public static List<Comparison> of(List<Scenario> scenarios, Samples samples) {
        List<Comparison> all = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            for (Metric metric : Metric.values()) {
                for (Ours ours : Ours.of(scenario)) {
                    String way = ours.way().name();
                    add(all, samples, scenario, metric, ours.contender(), way.isEmpty() ? "" : ", " + way);
                }
            }
        }
        return all;
    }

    private static void add(
            List<Comparison> all, Samples samples, Scenario scenario, Metric metric, Contender who, String way) {
        double ours = samples.median(scenario, who, metric);
        if (Double.isNaN(ours)) {
            return;
        }
        Contender official = samples.betterOfficial(scenario);
        for (Contender peer : List.of(Contender.OFFICIAL, Contender.LIMIT, Contender.SECOND_WAY)) {
            var goal = Goals.of(scenario.id(), metric, who, peer);
            if (peer == Contender.OFFICIAL || goal.isPresent()) {
                all.add(new Comparison(
                        scenario,
                        metric,
                        metric.label() + way + of(scenario, peer),
                        ours,
                        samples.median(scenario, official, metric),
                        samples.median(scenario, Contender.LIMIT, metric),
                        samples.ratio(scenario, who, peer == Contender.OFFICIAL ? official : peer, metric),
                        goal.orElse(null)));
            }
        }
    }

    private static String of(Scenario scenario, Contender peer) {
        return switch (peer) {
            case LIMIT -> " of the limit";
            case SECOND_WAY -> " of " + scenario.work().ways().get(1).name();
            default -> "";
        };
    }
}
