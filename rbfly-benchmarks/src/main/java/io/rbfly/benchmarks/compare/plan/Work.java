package io.rbfly.benchmarks.compare.plan;

/** A kind of work that all contenders do in the same way, and where the contenders' other ways differ from the first. */
public enum Work {
    ROUND_TRIPS(
            Metric.RATE,
            "on the loop",
            "rounds follow each other on the event loop, as with async/await; no thread waits",
            "batches that leave when they are full (batchSize as in the round, no dynamic batches)"),
    FLOOD(
            Metric.RATE,
            "futures kept",
            "futures are kept and looked at later, instead of a handler for each",
            "batchSize 1000"),
    READ(Metric.RATE, "views", "bodies are looked at where they are, not copied out", "100 initial credits"),
    PACED(Metric.P99, "", "", "batchSize 1, no dynamic batches"),
    START(Metric.TIME, "", "", ""),
    IDLE(Metric.THREADS, "", "", ""),
    OPEN(Metric.TIME, "", "", "");

    private final Metric mainMetric;
    private final String variant;
    private final String variantMeans;
    private final String tuning;

    Work(Metric mainMetric, String variant, String variantMeans, String tuning) {
        this.mainMetric = mainMetric;
        this.variant = variant;
        this.variantMeans = variantMeans;
        this.tuning = tuning;
    }

    /** The one by which the better settings of the official client are chosen. */
    public Metric mainMetric() {
        return mainMetric;
    }

    /** A name for the way in which {@link Contender#VARIANT} uses our client. */
    public String variant() {
        return variant;
    }

    /** What that way is. */
    public String variantMeans() {
        return variantMeans;
    }

    /** The settings of {@link Contender#TUNED}. */
    public String tuning() {
        return tuning;
    }
}
