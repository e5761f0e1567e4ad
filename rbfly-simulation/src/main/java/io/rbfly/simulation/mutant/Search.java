package io.rbfly.simulation.mutant;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeds with a mutant, each in order, until one finds something that is not found without it. They run in another
 * process, which has assertions, and which ends with a mutant that uses all memory or never returns.
 */
final class Search {
    private final Baseline baseline;
    private final long end;

    /** @param seeds how many seeds are run at most; the first one is 1 */
    Search(Baseline baseline, long seeds) {
        this.baseline = baseline;
        this.end = seeds + 1;
    }

    /**
     * Runs the seeds.
     *
     * @param classes the classes of the mutant
     */
    Verdict run(Mutant mutant, Path classes) throws IOException, InterruptedException {
        long beginNanos = System.nanoTime();
        Found found = null;
        for (long next = 1; next < end; ) {
            found = runFrom(next, classes);
            if (found == null || baseline.isClean(found.seed)) {
                break;
            }
            next = found.seed + 1; // only after a run that did not end: otherwise the process itself goes on
            found = null;
        }
        return new Verdict(
                mutant,
                found == null ? 0 : found.seed,
                found == null ? "" : found.invariant,
                Duration.ofNanos(System.nanoTime() - beginNanos));
    }

    private record Found(long seed, String invariant) {}

    /** Returns null if nothing is found until the last seed. */
    private @Nullable Found runFrom(long first, Path classes) throws IOException, InterruptedException {
        Path errors = classes.resolveSibling("errors.txt");
        Process process = new ProcessBuilder(command(first, classes))
                .redirectError(errors.toFile())
                .start();
        Found last = null;
        try (BufferedReader lines = process.inputReader();
                Writer answers = process.outputWriter()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", 3);
                if (!parts[0].equals(SeedRuns.FOUND)) {
                    continue;
                }
                last = new Found(Long.parseLong(parts[1]), parts[2]);
                if (baseline.isClean(last.seed)) {
                    return last;
                }
                goOn(answers);
            }
            if (process.waitFor() == 0) {
                return null;
            } else if (last != null) {
                return last; // a run that does not end even without the mutant
            }
            throw new IOException("process of mutant ended: " + Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void goOn(Writer answers) {
        try {
            answers.write('\n');
            answers.flush();
        } catch (IOException e) {
            // The process has ended itself, after a run that did not end. There is nothing more to read then.
        }
    }

    private List<String> command(long first, Path classes) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                classes + File.pathSeparator + MutantCompiler.classPath(),
                SeedRuns.class.getName(),
                Long.toString(first),
                Long.toString(end));
    }
}
