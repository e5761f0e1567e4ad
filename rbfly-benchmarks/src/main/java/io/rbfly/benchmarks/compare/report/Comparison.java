package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Goal;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param label the metric, and the compared contenders if these are not RbFly and the official client
 * @param ours the median of RbFly
 * @param official the median of the better settings, NaN if it did not take part
 * @param limit the median of the limit, NaN if it did not take part
 * @param ratio the median of the rounds' ratios
 * @param goal the goal, null if there is none
 */
public record Comparison(
        Scenario scenario,
        Metric metric,
        String label,
        double ours,
        double official,
        double limit,
        double ratio,
        @Nullable Goal goal) {
    /** Returns whether the goal is reached; null if there is none. */
    @Nullable
    Boolean met() {
        return goal == null ? null : goal.isMetBy(ours, ratio);
    }

    /**
     * Returns whether even a plain socket misses the goal: then the broker and the kernel determine the result, and no
     * client can reach the goal.
     */
    boolean isBeyondTheLimit() {
        return goal != null
                && goal.peer() == Contender.OFFICIAL
                && !Double.isNaN(limit)
                && !goal.isMetBy(limit, limit / official);
    }
}
