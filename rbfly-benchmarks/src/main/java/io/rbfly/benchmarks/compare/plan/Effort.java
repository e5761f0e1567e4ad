package io.rbfly.benchmarks.compare.plan;

/**
 * How long to measure.
 *
 * @param rounds samples of each contender
 * @param warmUpMillis before what is measured
 * @param measureMillis of work that could go on for ever
 * @param part divides the messages of streams that are read
 */
public record Effort(int rounds, int warmUpMillis, int measureMillis, int part) {
    /** For figures. */
    public static final Effort FULL = new Effort(5, 2000, 1400, 1);

    /** To see that everything works. */
    public static final Effort QUICK = new Effort(1, 500, 700, 5);

    /** The same with another number of rounds. */
    public Effort withRounds(int other) {
        return new Effort(other, warmUpMillis, measureMillis, part);
    }

    /** Messages of a stream that a scenario reads. */
    public int messages(Scenario scenario) {
        return scenario.messages() / part;
    }
}
