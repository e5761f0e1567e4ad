package io.rbfly.benchmarks.compare.report;

import java.util.Locale;

/** Formats numbers for people. */
final class Numeral {
    private static final double FEW = 100;

    private Numeral() {}

    /** Returns a number with at least three digits; empty if it is NaN. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) < FEW ? value == Math.rint(value) ? "%.0f" : "%.1f" : "%,.0f", value);
    }

    /** Returns a number with two decimal places; empty if it is NaN. */
    static String ratio(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }
}
