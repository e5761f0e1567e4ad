package io.rbfly.benchmarks.compare.plan;

import java.util.List;

/** A kind of work that all contenders perform, and the other ways to perform it with RbFly. */
public enum Work {
    ROUND_TRIPS(
            Metric.RATE,
            "batches that leave when they are full (batchSize as in the round, no dynamic batches)",
            new Way("", "a thread sends and waits"),
            new Way("on the loop", "rounds follow each other on the event loop, as with async/await; no thread waits")),
    FLOOD(
            Metric.RATE,
            "batchSize 1000",
            new Way("", "batch and, in the end, flush"),
            new Way("futures", "send, and a handler for the future of each message"),
            new Way("futures kept", "send; futures are kept and looked at later, instead of a handler for each")),
    READ(
            Metric.RATE,
            "100 initial credits",
            new Way("", "forEachView, bodies copied out"),
            new Way("in place", "forEachView, bodies are looked at where they are"),
            new Way("messages", "forEach, bodies copied out of messages that may be kept")),
    BATCH_FLOOD(
            Metric.RATE,
            "batchSize 1000, 50,000 unconfirmed messages, as RbFly here",
            new Way("", "enqueue and, in the end, flush")),
    BATCH_READ(
            Metric.RATE,
            "100 initial credits, as RbFly here",
            new Way("", "forEachView, bodies copied out"),
            new Way("in place", "forEachView, bodies are looked at where they are")),
    PARTITION_FLOOD(
            Metric.RATE,
            "batchSize 1000",
            new Way("", "enqueue to a super stream, routed by a hash, and, in the end, flush"),
            new Way("one stream", "the same to one of its partitions, as a stream")),
    PACED(Metric.P99, "batchSize 1, no dynamic batches"),
    LATE_CONFIRMS(
            Metric.P99,
            "batchSize 1, no dynamic batches",
            new Way("", "frames wait for at most 2 ms, the default"),
            new Way("no delay bound", "frames wait for messages and confirms, maxFrameDelay for ever")),
    START(Metric.TIME, ""),
    IDLE(Metric.THREADS, ""),
    OPEN(Metric.TIME, "");

    private final Metric mainMetric;
    private final String tuning;
    private final List<Way> ways;

    Work(Metric mainMetric, String tuning, Way... ways) {
        this.mainMetric = mainMetric;
        this.tuning = tuning;
        this.ways = List.of(ways);
    }

    /**
     * A way to use RbFly.
     *
     * @param name empty for the first one
     * @param means a description of the way
     */
    public record Way(String name, String means) {}

    /** The metric by which the better settings of the official client are chosen. */
    public Metric mainMetric() {
        return mainMetric;
    }

    /** Returns whether a stream is written before, to be read. */
    public boolean isReading() {
        return this == READ || this == BATCH_READ;
    }

    /** Returns whether messages are sent as fast as possible. */
    public boolean isFlood() {
        return this == FLOOD || this == BATCH_FLOOD || this == PARTITION_FLOOD;
    }

    /** Returns whether the start of the JVM is part of the measurement, so that each sample needs a new one. */
    public boolean isOfFreshJvm() {
        return this == START || this == IDLE;
    }

    /** Returns the ways in which RbFly is used: those of {@link Contender#OURS}, SECOND_WAY and THIRD_WAY. */
    public List<Way> ways() {
        return ways;
    }

    /** Returns the settings of {@link Contender#TUNED}. */
    public String tuning() {
        return tuning;
    }
}
