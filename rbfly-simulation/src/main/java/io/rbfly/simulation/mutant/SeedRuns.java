package io.rbfly.simulation.mutant;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.plan.PlanDraw;
import io.rbfly.simulation.run.LogWatch;
import io.rbfly.simulation.run.Simulation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeds, in a process of its own: its class path begins with the classes of a mutant. After each seed with a
 * finding it waits for a line of input.
 */
final class SeedRuns {
    /** Begins the line of a finding, before the seed and the invariant. */
    static final String FOUND = "found";

    private static final long MAX_SECONDS_PER_SEED = 60;

    private static volatile long runningSeed;
    private static volatile long sinceNanos;

    private SeedRuns() {}

    /** Runs seeds. The arguments are the first seed and the one after the last. */
    public static void main(String[] args) throws IOException {
        LogWatch.install(Level.WARNING);
        sinceNanos = System.nanoTime();
        watch();
        BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (long seed = Long.parseLong(args[0]), end = Long.parseLong(args[1]); seed < end; seed++) {
            sinceNanos = System.nanoTime();
            runningSeed = seed;
            String invariant = violated(seed);
            if (invariant != null) {
                runningSeed = 0; // waiting for an answer may take long
                tell(seed, invariant);
                if (answers.readLine() == null) {
                    return;
                }
            }
        }
        System.exit(0);
    }

    /** The invariant that a run violates, null if there is none. Anything that is thrown out of a run is one too. */
    static @Nullable String violated(long seed) {
        try {
            Finding finding = Simulation.run(PlanDraw.of(seed), 0, null).finding();
            return finding == null ? null : finding.invariant();
        } catch (Throwable e) {
            return "a run ends without an exception (" + e.getClass().getSimpleName() + ")";
        }
    }

    private static void tell(long seed, String invariant) {
        PrintStream out = System.out;
        out.println(FOUND + "\t" + seed + "\t" + invariant);
        out.flush();
    }

    /** Ends the process when a run does not: a mutant may loop in a single turn. */
    private static void watch() {
        Thread watch = new Thread(
                () -> {
                    while (runningSeed == 0 || System.nanoTime() - sinceNanos < MAX_SECONDS_PER_SEED * 1_000_000_000) {
                        try {
                            Thread.sleep(500);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    tell(runningSeed, "a run ends within " + MAX_SECONDS_PER_SEED + " s");
                    Runtime.getRuntime().halt(1);
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }
}
