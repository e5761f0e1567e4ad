package io.rbfly.benchmarks.compare.plan;

import java.util.Locale;

/**
 * A goal for a ratio.
 *
 * @param scenario the id of the scenario
 * @param metric what is compared
 * @param who {@link Contender#OURS}, or another way in which RbFly is used, such as {@link Contender#SECOND_WAY}
 * @param peer {@link Contender#OFFICIAL} with its better settings, {@link Contender#LIMIT}, or another way in which
 *     RbFly is used
 * @param bound the bound for the ratio of the two
 */
public record Goal(String scenario, Metric metric, Contender who, Contender peer, double bound) {
    /** Returns whether a ratio reaches the goal; false for NaN. */
    public boolean isMetBy(double ratio) {
        return metric.moreIsBetter() ? ratio >= bound : ratio <= bound;
    }

    @Override
    public String toString() {
        String sign = metric.moreIsBetter() ? ">= " : "<= ";
        return String.format(Locale.ROOT, "%s%s", sign, bound == Math.rint(bound) ? (long) bound + "" : bound + "");
    }
}
