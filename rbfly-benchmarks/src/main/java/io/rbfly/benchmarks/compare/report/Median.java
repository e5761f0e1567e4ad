package io.rbfly.benchmarks.compare.report;

import java.util.Arrays;

/** Computes the median of values. */
final class Median {
    private Median() {}

    /** Returns the middle value, or the mean of the two in the middle; NaN if there is no value, or if one is NaN. */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted); // NaN is sorted last
        int count = sorted.length;
        if (count == 0 || Double.isNaN(sorted[count - 1])) {
            return Double.NaN;
        }
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
