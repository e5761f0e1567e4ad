package io.rbfly.benchmarks.compare.plan;

import java.util.Locale;

/** The contenders that perform the work. */
public enum Contender {
    /** This client, with its defaults. */
    OURS,
    /** This client, with its defaults, used in the second way of {@link Work#ways}. */
    SECOND_WAY,
    /** This client, with its defaults, used in the third way of {@link Work#ways}. */
    THIRD_WAY,
    /** The official client, with its defaults. */
    OFFICIAL,
    /** The official client, with the settings that {@link Work#tuning} names. */
    TUNED,
    /** A plain socket that does only what the broker requires. */
    LIMIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
