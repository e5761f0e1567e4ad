package io.rbfly.simulation.mutant;

import java.util.HashMap;
import java.util.Map;

/** Tells which seeds find something without any mutant, so that they say nothing about one. */
final class Baseline {
    private final Map<Long, Boolean> clean = new HashMap<>();

    /** Whether nothing is found. Synchronized, since only one simulation may run in a process at a time. */
    synchronized boolean isClean(long seed) {
        return clean.computeIfAbsent(seed, unknown -> SeedRuns.violated(seed) == null);
    }
}
