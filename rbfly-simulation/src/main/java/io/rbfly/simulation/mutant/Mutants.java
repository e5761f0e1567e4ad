package io.rbfly.simulation.mutant;

import io.rbfly.simulation.run.LogWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the simulation with one mutant after the other, to show that it finds such faults. */
@Command(name = "mutants", description = "Checks that the simulation finds faults that are put into the client.")
public final class Mutants implements Callable<Integer> {
    private static final Path DIRECTORY = Path.of("rbfly-simulation", "mutants");

    @Option(names = "--seeds", defaultValue = "20000", description = "Seeds per mutant, at most: ${DEFAULT-VALUE}.")
    private long seeds;

    @Option(names = "--processes", description = "Mutants at a time. By default one per processor.")
    private int processes = Runtime.getRuntime().availableProcessors();

    @Parameters(arity = "0..*", description = "The names of mutants; all if there is none.")
    private @Nullable List<String> names;

    private Mutants() {}

    /** Runs the mutants, and exits with 1 if one is not found. */
    public static void main(String[] args) {
        LogWatch.install(Level.WARNING);
        System.exit(new CommandLine(new Mutants()).execute(args));
    }

    /** All mutants of the project that contains the working directory. */
    static List<Mutant> all(Path root) {
        return Mutant.all(root.resolve(DIRECTORY));
    }

    /** The directory of the project. */
    static Path root() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isDirectory(path.resolve(DIRECTORY))) {
                return path;
            }
        }
        throw new IllegalStateException(
                "no directory " + DIRECTORY + " here or above (expected: to run inside the project)");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = root();
        List<String> wanted = names;
        List<Mutant> mutants = all(root).stream()
                .filter(mutant -> wanted == null || wanted.contains(mutant.name()))
                .toList();
        Path directory = Files.createTempDirectory("mutants");
        try {
            return verdicts(root, directory, mutants).stream().allMatch(Verdict::isExpected) ? 0 : 1;
        } finally {
            delete(directory);
        }
    }

    /** Runs mutants, several at a time, and prints each as soon as it is done. */
    private List<Verdict> verdicts(Path root, Path directory, List<Mutant> mutants)
            throws IOException, InterruptedException {
        MutantCompiler compiler = new MutantCompiler(root);
        Search search = new Search(new Baseline(), seeds);
        ExecutorService executor = Executors.newFixedThreadPool(processes);
        CompletionService<Verdict> running = new ExecutorCompletionService<>(executor);
        try {
            for (Mutant mutant : mutants) {
                Path own = Files.createDirectory(directory.resolve(mutant.name()));
                running.submit(() -> search.run(mutant, compiler.compile(mutant, own)));
            }
            System.out.println("| mutant | seeds | time | invariant |\n|---|---:|---:|---|");
            List<Verdict> verdicts = new ArrayList<>();
            while (verdicts.size() < mutants.size()) {
                Verdict verdict = running.take().get();
                System.out.println(verdict.row());
                verdicts.add(verdict);
            }
            System.out.printf(
                    "%n%d mutants: %d found, %d survive, %d of them without a reason%n",
                    verdicts.size(),
                    count(verdicts, Verdict::isFound),
                    count(verdicts, verdict -> !verdict.isFound()),
                    count(verdicts, verdict -> !verdict.isExpected()));
            return verdicts;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static long count(List<Verdict> verdicts, Predicate<Verdict> which) {
        return verdicts.stream().filter(which).count();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }
}
