package io.rbfly.benchmarks.compare.plan;

import java.util.EnumMap;
import java.util.Map;

/** The result of one contender in one process. */
public final class Sample {
    private static final String MARK = "sample:";

    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    /** Sets a value. */
    public Sample with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** Returns a value; NaN if there is none. */
    public double get(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** Returns one line with which a process sends its sample to the process that started it. */
    public String toLine() {
        StringBuilder line = new StringBuilder(MARK);
        values.forEach((metric, value) ->
                line.append(' ').append(metric.name()).append('=').append(value));
        return line.toString();
    }

    /** Returns whether a line was created by {@link #toLine}. */
    public static boolean isLine(String line) {
        return line.startsWith(MARK);
    }

    /** Parses a line that {@link #toLine} created. */
    public static Sample ofLine(String line) {
        Sample sample = new Sample();
        for (String part : line.substring(MARK.length()).trim().split(" ")) {
            int equals = part.indexOf('=');
            sample.with(Metric.valueOf(part.substring(0, equals)), Double.parseDouble(part.substring(equals + 1)));
        }
        return sample;
    }
}
