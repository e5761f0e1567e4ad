package io.rbfly.simulation.run;

import io.rbfly.simulation.plan.PlanDraw;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.stream.LongStream;

/** Runs seeds from 1 to a number and prints their hashes, as a process of its own. */
final class SeedHashes {
    private SeedHashes() {}

    /** Runs backwards, so that what an earlier run leaves behind is another. */
    public static void main(String[] args) {
        LogWatch.install(Level.WARNING);
        long count = Long.parseLong(args[0]);
        of(LongStream.rangeClosed(1, count)
                        .boxed()
                        .sorted(Comparator.reverseOrder())
                        .mapToLong(seed -> seed))
                .forEach((seed, hash) -> System.out.println(seed + " " + hash));
    }

    static Map<Long, String> of(LongStream seeds) {
        Map<Long, String> hashes = new TreeMap<>();
        seeds.forEach(seed -> {
            Outcome outcome = Simulation.run(PlanDraw.of(seed), 0, null);
            hashes.put(seed, Long.toHexString(outcome.hash()));
        });
        return hashes;
    }
}
