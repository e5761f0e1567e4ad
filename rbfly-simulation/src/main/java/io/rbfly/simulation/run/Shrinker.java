package io.rbfly.simulation.run;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of a run what is not needed for its finding. Other findings do not count: the rest of the plan must show
 * the same one.
 *
 * <p>Whatever is left out changes the order in which everything else happens, so each smaller plan is tried with a few
 * schedules before it is given up.
 */
final class Shrinker {
    private static final int SCHEDULES = 4;
    private static final Duration STEP = Duration.ofMillis(10);

    private final RunPlan plan;
    private final String invariant;
    private final Runner runner;
    private final int maxRuns;
    private Reduction best = Reduction.NONE;
    private Finding finding;
    private int runs;

    /** Runs a plan without what is left out. */
    @FunctionalInterface
    interface Runner {
        /** Returns what was found, null if nothing was. */
        @Nullable
        Finding run(Reduction reduction);
    }

    /**
     * What is left.
     *
     * @param finding what was found in the smallest run
     * @param runs how many runs it took
     */
    record Result(Reduction reduction, Finding finding, int runs) {}

    /**
     * Prepares to shrink a run.
     *
     * @param plan the plan of the whole run
     * @param finding what was found in it
     * @param maxRuns the number of runs after which the smallest one so far is the result
     */
    Shrinker(RunPlan plan, Finding finding, Runner runner, int maxRuns) {
        this.plan = plan;
        this.finding = finding;
        this.invariant = finding.invariant();
        this.runner = runner;
        this.maxRuns = maxRuns;
    }

    /** Finds a run in which nothing more can be left out, or comes as close as it may. */
    Result shrink() {
        Reduction before;
        do {
            before = best;
            Reduction.parts(plan).forEach(this::leaveOut);
            shorten();
        } while (!best.equals(before) && runs < maxRuns);
        return new Result(best, finding, runs);
    }

    /** Leaves out all of a kind, then halves, quarters and so on, down to single ones. */
    private void leaveOut(List<String> all) {
        List<String> left = new ArrayList<>(all);
        left.removeAll(best.without());
        for (int size = left.size(); size > 0; size /= 2) {
            for (int from = 0; from < left.size(); ) {
                List<String> some = List.copyOf(left.subList(from, Math.min(from + size, left.size())));
                if (accept(best.without(some))) {
                    left.removeAll(some);
                } else {
                    from += size;
                }
            }
        }
    }

    private void shorten() {
        Duration shown = best.active() == null ? plan.active() : best.active();
        Duration tooShort = Duration.ZERO;
        while (shown.minus(tooShort).compareTo(max(STEP, shown.dividedBy(16))) > 0) {
            Duration middle =
                    Duration.ofMillis(shown.plus(tooShort).dividedBy(2).toMillis());
            if (accept(best.active(middle))) {
                shown = middle;
            } else {
                tooShort = middle;
            }
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Takes a smaller run as the best one if one of its schedules shows the finding. */
    private boolean accept(Reduction candidate) {
        for (int i = 0; i < SCHEDULES && runs < maxRuns; i++) {
            runs++;
            Reduction tried = candidate.schedule((best.schedule() + i) % SCHEDULES);
            Finding found = runner.run(tried);
            if (found != null && found.invariant().equals(invariant)) {
                best = tried;
                finding = found;
                return true;
            }
        }
        return false;
    }
}
