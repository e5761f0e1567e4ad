package io.rbfly.simulation.mutant;

import io.rbfly.simulation.run.LogWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the simulation with one mutant after the other, to show that it finds such faults. */
@Command(
        name = "simulate --mutants",
        sortOptions = false,
        usageHelpWidth = 100,
        separator = " ",
        header = {"Puts faults into the client, one at a time, and checks that the simulation finds each.", ""},
        footer = {
            "",
            "The names are those of the files in rbfly-simulation/mutants, without their suffix.",
            "",
            "Exit codes: 0 each was found, or its file says why it is not; 1 one was not; 2 the options make no"
                    + " sense."
        })
public final class Mutants implements Callable<Integer> {
    private static final Path DIRECTORY = Path.of("rbfly-simulation", "mutants");

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Seeds for each mutant, at most, from 1 on. Default: ${DEFAULT-VALUE}.")
    private long seeds;

    @Option(
            names = "--processes",
            paramLabel = "P",
            description = "Mutants at a time, each in one process. Default: one for each processor.")
    private int processes = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The names of mutants. Default: all.")
    private @Nullable List<String> names;

    private Mutants() {}

    /** Runs the mutants, and exits with 1 if one is not found. */
    public static void main(String[] args) {
        LogWatch.install(Level.WARNING);
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Parses the arguments and does what they say.
     *
     * @return the exit code of the process
     */
    static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Mutants());
        line.setOut(new PrintWriter(out, true));
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println("simulate: " + e.getMessage());
            return ExitCode.USAGE;
        });
        return line.execute(args);
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
        check(seeds > 0, "--seeds must be positive");
        check(processes > 0, "--processes must be positive");
        Path root = root();
        List<Mutant> mutants = wanted(all(root));
        Path directory = Files.createTempDirectory("mutants");
        try {
            return verdicts(root, directory, mutants).stream().allMatch(Verdict::isExpected) ? 0 : 1;
        } finally {
            delete(directory);
        }
    }

    private List<Mutant> wanted(List<Mutant> all) {
        if (names == null) {
            return all;
        }
        Set<String> unknown = new LinkedHashSet<>(names);
        all.forEach(mutant -> unknown.remove(mutant.name()));
        check(
                unknown.isEmpty(),
                "no mutant named " + String.join(", ", unknown) + " (expected: the name of a file in " + DIRECTORY
                        + ", without .txt)");
        return all.stream().filter(mutant -> names.contains(mutant.name())).toList();
    }

    private void check(boolean holds, String message) {
        if (!holds && spec != null) {
            throw new ParameterException(spec.commandLine(), message);
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
