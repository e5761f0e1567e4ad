package io.rbfly.simulation.mutant;

import java.time.Duration;

/**
 * Whether the simulation has found a mutant.
 *
 * @param seed the first seed that found it; zero if none did
 * @param invariant what the mutant violates there; empty if it was not found
 */
record Verdict(Mutant mutant, long seed, String invariant, Duration time) {
    boolean isFound() {
        return seed != 0;
    }

    /** Whether it was found, or its description says why not. */
    boolean isExpected() {
        return isFound() || !mutant.survives().isEmpty();
    }

    /** A line of a table in Markdown. */
    String row() {
        String result;
        if (isFound()) {
            result = mutant.survives().isEmpty() ? invariant : invariant + " (no longer survives: remove that line)";
        } else {
            result = isExpected() ? "survives: " + mutant.survives() : "NOT FOUND";
        }
        return String.format(
                "| %-36s | %6s | %5.1f s | %s |",
                mutant.name(), isFound() ? Long.toString(seed) : "", time.toMillis() / 1e3, result);
    }
}
