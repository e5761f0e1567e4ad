package io.rbfly.simulation.model;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the first finding of a run, with which the run ends. */
public final class Findings {
    private @Nullable Finding first;

    /** The first finding; null if there is none. */
    public @Nullable Finding first() {
        return first;
    }

    /** Reports a finding unless a condition holds. */
    public void check(boolean holds, String invariant, Supplier<String> message) {
        if (!holds) {
            report(invariant, message.get());
        }
    }

    /** Reports a finding. */
    public void report(String invariant, String message) {
        report(new Finding(invariant, message));
    }

    /** Reports a finding. */
    public void report(Finding finding) {
        if (first == null) {
            first = finding;
        }
    }
}
