package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All samples, in rounds. */
public final class Samples {
    private final Map<String, Map<Contender, List<Sample>>> samples = new HashMap<>();

    /** Adds the sample of a contender's next round. */
    public void add(Scenario scenario, Contender contender, Sample sample) {
        samples.computeIfAbsent(scenario.id(), id -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, each -> new ArrayList<>())
                .add(sample);
    }

    /** Returns the median of a contender; NaN if there are no samples. */
    public double median(Scenario scenario, Contender contender, Metric metric) {
        return Median.of(values(scenario, contender, metric));
    }

    /** Returns the median of the rounds' ratios of {@code who} to {@code peer}; NaN if there are none. */
    public double ratio(Scenario scenario, Contender who, Contender peer, Metric metric) {
        double[] above = values(scenario, who, metric);
        double[] below = values(scenario, peer, metric);
        double[] ratios = new double[Math.min(above.length, below.length)];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        return Median.of(ratios);
    }

    /** Returns the better settings of the official client in a scenario, by the median of its main metric. */
    public Contender betterOfficial(Scenario scenario) {
        Metric metric = scenario.work().mainMetric();
        double standard = median(scenario, Contender.OFFICIAL, metric);
        double tuned = median(scenario, Contender.TUNED, metric);
        boolean tunedIsBetter = metric.moreIsBetter() ? tuned > standard : tuned < standard;
        return tunedIsBetter ? Contender.TUNED : Contender.OFFICIAL;
    }

    private double[] values(Scenario scenario, Contender contender, Metric metric) {
        return samples.getOrDefault(scenario.id(), Map.of()).getOrDefault(contender, List.of()).stream()
                .mapToDouble(sample -> sample.get(metric))
                .toArray();
    }
}
