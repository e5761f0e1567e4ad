package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Goal;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param label of the metric, and of whom and with what it is compared when that is not ours and the official client
 * @param ours median
 * @param official median of the better settings, not a number when it took no part
 * @param limit median, not a number when it took no part
 * @param ratio median of the rounds' ratios
 * @param goal null when there is none
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
    /** Whether the goal is reached; null when there is none. */
    @Nullable
    Boolean met() {
        return goal == null ? null : goal.isMetBy(ratio);
    }

    /**
     * Whether even a plain socket is not so far ahead of the official client: then broker and kernel decide, no client.
     */
    boolean isBeyondTheLimit() {
        return goal != null
                && goal.peer() == Contender.OFFICIAL
                && !Double.isNaN(limit)
                && !goal.isMetBy(limit / official);
    }
}
