package io.rbfly.benchmarks.compare.plan;

import java.util.Locale;

/**
 * A ratio that is wanted.
 *
 * @param scenario its id
 * @param metric what is compared
 * @param who {@link Contender#OURS} or {@link Contender#VARIANT}
 * @param peer {@link Contender#OFFICIAL}, whose better settings count, or {@link Contender#LIMIT}
 * @param bound for the ratio of the two
 */
public record Goal(String scenario, Metric metric, Contender who, Contender peer, double bound) {
    /** Whether a ratio is as wanted. No number is not. */
    public boolean isMetBy(double ratio) {
        return metric.moreIsBetter() ? ratio >= bound : ratio <= bound;
    }

    @Override
    public String toString() {
        String sign = metric.moreIsBetter() ? ">= " : "<= ";
        return String.format(Locale.ROOT, "%s%s", sign, bound == Math.rint(bound) ? (long) bound + "" : bound + "");
    }
}
