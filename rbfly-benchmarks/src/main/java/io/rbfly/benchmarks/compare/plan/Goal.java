package io.rbfly.benchmarks.compare.plan;

import java.util.Locale;

/**
 * A goal for a ratio, or for what is measured itself.
 *
 * @param scenario the id of the scenario
 * @param metric what is compared
 * @param who {@link Contender#OURS}, or another way in which RbFly is used, such as {@link Contender#SECOND_WAY}
 * @param peer {@link Contender#OFFICIAL} with its better settings, {@link Contender#LIMIT}, or another way in which
 *     RbFly is used
 * @param bound the bound for the ratio of the two, or for the value
 * @param ofValue whether the bound is for the value of {@code who}
 */
public record Goal(String scenario, Metric metric, Contender who, Contender peer, double bound, boolean ofValue) {
    /** Creates a goal for a ratio. */
    public Goal(String scenario, Metric metric, Contender who, Contender peer, double bound) {
        this(scenario, metric, who, peer, bound, false);
    }

    /** Creates a goal for a value, which is shown beside that of the official client. */
    static Goal ofValue(String scenario, Metric metric, Contender who, double bound) {
        return new Goal(scenario, metric, who, Contender.OFFICIAL, bound, true);
    }

    /** Returns whether a value, and its ratio to the peer's, reach the goal; false for NaN. */
    public boolean isMetBy(double value, double ratio) {
        double bounded = ofValue ? value : ratio;
        return metric.moreIsBetter() ? bounded >= bound : bounded <= bound;
    }

    @Override
    public String toString() {
        String sign = metric.moreIsBetter() ? ">= " : "<= ";
        return String.format(
                Locale.ROOT,
                "%s%s%s",
                ofValue ? "value " : "",
                sign,
                bound == Math.rint(bound) ? (long) bound + "" : bound + "");
    }
}
