package io.rbfly.benchmarks.compare.plan;

/** The metrics of a sample with their units. */
public enum Metric {
    RATE("messages/s", true),
    TIME("time, ms", false),
    P50("p50, us", false),
    P99("p99, us", false),
    P999("p99.9, us", false),
    CPU("processor, ns/message", false),
    ALLOCATION("allocated, B/message", false),
    PEAK_HEAP("peak heap, MB", false),
    THREADS("threads", false),
    HEAP_IN_USE("heap in use, MB", false),
    DIRECT_MEMORY("direct memory, MB", false),
    RESIDENT("resident, MB", false);

    private final String label;
    private final boolean moreIsBetter;

    Metric(String label, boolean moreIsBetter) {
        this.label = label;
        this.moreIsBetter = moreIsBetter;
    }

    /** Returns its name and unit, for tables. */
    public String label() {
        return label;
    }

    /** Returns whether the larger of two values is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
