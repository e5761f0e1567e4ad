package io.rbfly.benchmarks.compare.report;

import java.util.Locale;

/** Numbers for people. */
final class Numeral {
    private static final double FEW = 100;

    private Numeral() {}

    /** Three digits or more; empty when it is not a number. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) < FEW ? value == Math.rint(value) ? "%.0f" : "%.1f" : "%,.0f", value);
    }

    /** Two places; empty when it is not a number. */
    static String ratio(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }
}
