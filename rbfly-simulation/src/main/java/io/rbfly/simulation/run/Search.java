package io.rbfly.simulation.run;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.plan.PlanDraw;
import io.rbfly.simulation.plan.RunPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs seeds in several threads, each run in one of them. The first run that breaks an invariant is shrunk and printed;
 * of the others that break the same one only the seeds are listed at the end.
 */
final class Search {
    private static final int MAX_SHRINK_RUNS = 300;
    private static final int MAX_SHOWN = 10;
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final long from;
    private final long count;
    private final long endNanos;
    private final PrintStream out;
    private final long beginNanos = System.nanoTime();
    private final Map<String, List<Long>> findings = new TreeMap<>();
    private long next;
    private long finished;
    private long messages;
    private long steps;
    private long simulatedNanos;
    private long hash;
    private long lastProgress = beginNanos;

    /**
     * Prepares a search.
     *
     * @param from the first seed; the others follow
     * @param count how many seeds, at most
     * @param time for how long new runs begin
     * @param out where findings and progress are printed
     */
    Search(long from, long count, Duration time, PrintStream out) {
        this.from = from;
        this.count = count;
        this.out = out;
        this.endNanos = beginNanos + time.toNanos();
    }

    /** Runs until all seeds or the time are used up; returns whether nothing was found. */
    boolean run(int threads) throws InterruptedException {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread thread = new Thread(this::work, "runs " + i);
            thread.start();
            others.add(thread);
        }
        work();
        for (Thread thread : others) {
            thread.join();
        }
        printSummary();
        return findings.isEmpty();
    }

    /** The hash of all runs, which does not depend on their order. */
    synchronized long hash() {
        return hash;
    }

    private synchronized boolean isOver() {
        return next >= count || System.nanoTime() - endNanos >= 0;
    }

    private synchronized long take() {
        return isOver() ? -1 : next++;
    }

    private void work() {
        for (long number = take(); number >= 0; number = take()) {
            long seed = from + number;
            RunPlan plan = PlanDraw.of(seed);
            Outcome outcome = Simulation.run(plan, 0, null);
            Finding finding = outcome.finding();
            if (finished(seed, outcome) && finding != null) {
                print(seed, plan, finding);
            }
        }
    }

    /** Counts a run; returns whether its finding is the first one of an invariant. */
    private synchronized boolean finished(long seed, Outcome outcome) {
        finished++;
        messages += outcome.messages();
        steps += outcome.steps();
        simulatedNanos += outcome.time().toNanos();
        hash += outcome.hash() * (2 * seed + 1);
        long now = System.nanoTime();
        if (now - lastProgress > PROGRESS.toNanos()) {
            lastProgress = now;
            out.println(rate());
        }
        Finding finding = outcome.finding();
        if (finding == null) {
            return false;
        }
        List<Long> seeds = findings.computeIfAbsent(finding.invariant(), invariant -> new ArrayList<>());
        seeds.add(seed);
        return seeds.size() == 1;
    }

    private synchronized String rate() {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d runs in %.1f s, %.0f a second; %d messages, %d turns, %.1f hours simulated; %d invariants broken",
                finished,
                seconds,
                finished / seconds,
                messages,
                steps,
                simulatedNanos / 3.6e12,
                findings.size());
    }

    private void print(long seed, RunPlan plan, Finding finding) {
        Shrinker.Result least = new Shrinker(
                        plan,
                        finding,
                        reduction -> Simulation.run(reduction.of(plan), reduction.schedule(), null)
                                .finding(),
                        MAX_SHRINK_RUNS)
                .shrink();
        TraceTail tail = new TraceTail();
        Simulation.run(least.reduction().of(plan), least.reduction().schedule(), tail);
        String text = FindingText.of(plan, finding, least, tail.lines());
        synchronized (this) {
            out.println(text);
        }
    }

    private synchronized void printSummary() {
        out.println(rate());
        findings.forEach((invariant, seeds) -> out.println(
                seeds.size() + " x " + invariant + ": seeds " + seeds.subList(0, Math.min(seeds.size(), MAX_SHOWN))));
        out.printf("hash %016x%n", hash);
    }
}
