package io.rbfly.benchmarks.compare.plan;

/**
 * The duration of measurements.
 *
 * @param rounds number of samples of each contender
 * @param warmUpMillis minimum time of work before the first sample of a JVM
 * @param mostWarmUpMillis maximum time of work before the first sample, even if the JVM is still compiling
 * @param leadMillis time of work before each sample, with the connections that are measured
 * @param measureMillis time of a sample of work that has no fixed length
 * @param part divisor of the number of messages of streams that are read
 */
public record Effort(int rounds, int warmUpMillis, int mostWarmUpMillis, int leadMillis, int measureMillis, int part) {
    /** The duration for published figures. */
    public static final Effort FULL = new Effort(5, 7000, 11_000, 300, 1200, 1);

    /** The duration to check that everything works. */
    public static final Effort QUICK = new Effort(1, 500, 500, 200, 700, 5);

    /** Returns the same with another number of rounds. */
    public Effort withRounds(int other) {
        return new Effort(other, warmUpMillis, mostWarmUpMillis, leadMillis, measureMillis, part);
    }

    /** Returns the number of messages of a stream that a scenario reads. */
    public int messages(Scenario scenario) {
        return scenario.messages() / part;
    }
}
