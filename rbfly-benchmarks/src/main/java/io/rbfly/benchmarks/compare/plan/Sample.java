package io.rbfly.benchmarks.compare.plan;

import java.util.EnumMap;
import java.util.Map;

/** What one contender reached in one process. */
public final class Sample {
    private static final String MARK = "sample:";

    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    /** Sets a value. */
    public Sample with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    /** A value; not a number when there is none. */
    public double get(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** One line, by which a process tells its sample to the one that started it. */
    public String toLine() {
        StringBuilder line = new StringBuilder(MARK);
        values.forEach((metric, value) ->
                line.append(' ').append(metric.name()).append('=').append(value));
        return line.toString();
    }

    /** Whether a line is one that {@link #toLine} made. */
    public static boolean isLine(String line) {
        return line.startsWith(MARK);
    }

    /** Reads what {@link #toLine} made. */
    public static Sample ofLine(String line) {
        Sample sample = new Sample();
        for (String part : line.substring(MARK.length()).trim().split(" ")) {
            int equals = part.indexOf('=');
            sample.with(Metric.valueOf(part.substring(0, equals)), Double.parseDouble(part.substring(equals + 1)));
        }
        return sample;
    }
}
