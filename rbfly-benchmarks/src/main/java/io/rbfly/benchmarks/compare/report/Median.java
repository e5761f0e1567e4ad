package io.rbfly.benchmarks.compare.report;

import java.util.Arrays;

/** The middle of some values. */
final class Median {
    private Median() {}

    /**
     * The middle one, or the mean of the two in the middle; not a number when there is none, or one is not a number.
     */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted); // what is not a number comes last
        int count = sorted.length;
        if (count == 0 || Double.isNaN(sorted[count - 1])) {
            return Double.NaN;
        }
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
