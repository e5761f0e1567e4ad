package io.rbfly.benchmarks.compare.plan;

/**
 * How long to measure.
 *
 * @param rounds samples of each contender
 * @param warmUpMillis of work before the first sample of a JVM, at least
 * @param mostWarmUpMillis of work before the first sample, even if the JVM still compiles
 * @param leadMillis of work before each sample, by the connections that are measured
 * @param measureMillis of work that could go on for ever
 * @param part divides the messages of streams that are read
 */
public record Effort(int rounds, int warmUpMillis, int mostWarmUpMillis, int leadMillis, int measureMillis, int part) {
    /** For figures. */
    public static final Effort FULL = new Effort(5, 7000, 11_000, 300, 1200, 1);

    /** To see that everything works. */
    public static final Effort QUICK = new Effort(1, 500, 500, 200, 700, 5);

    /** The same with another number of rounds. */
    public Effort withRounds(int other) {
        return new Effort(other, warmUpMillis, mostWarmUpMillis, leadMillis, measureMillis, part);
    }

    /** Messages of a stream that a scenario reads. */
    public int messages(Scenario scenario) {
        return scenario.messages() / part;
    }
}
