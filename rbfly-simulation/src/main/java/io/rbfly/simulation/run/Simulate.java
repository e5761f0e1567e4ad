package io.rbfly.simulation.run;

import io.rbfly.simulation.plan.PlanDraw;
import io.rbfly.simulation.plan.RunPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line: it searches, or shows one run again. */
@Command(
        name = "simulate",
        sortOptions = false,
        usageHelpWidth = 100,
        separator = " ",
        header = {"Runs clients, a cluster and a network in simulated time, and checks what must be true.", ""},
        footer = {
            "",
            "Without --seeds and --seconds it runs for a minute. A finding is printed with the least that shows it and"
                    + " the options that show it again.",
            "",
            "simulate --mutants [NAME...] puts faults into the client, one at a time, and checks that the simulation"
                    + " finds each: see simulate --mutants --help.",
            "",
            "Exit codes: 0 nothing was found; 1 something was; 2 the options make no sense."
        })
final class Simulate implements Callable<Integer> {
    private static final long DEFAULT_SECONDS = 60;
    private static final long FOREVER_SECONDS = Duration.ofDays(1_000).toSeconds();
    private static final long MAX_START = 1_000_000_000_000L;

    private final PrintStream out;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-n", "--seeds"},
            paramLabel = "N",
            description = "How many seeds to run, at most.")
    @Nullable
    Long seeds;

    @Option(
            names = {"-f", "--from"},
            paramLabel = "SEED",
            description = "The first seed; those that follow are run as well. Default: a random one.")
    @Nullable
    Long from;

    @Option(
            names = {"-s", "--seconds"},
            paramLabel = "S",
            description = "How long to go on, at most.")
    @Nullable
    Long seconds;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "T",
            description = "Runs at a time, each in one thread. Default: one for each processor.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-r", "--replay"},
            paramLabel = "SEED",
            description = "Show the plan of one seed, and what happens.")
    @Nullable
    Long replay;

    @Option(
            names = "--without",
            paramLabel = "PARTS",
            split = ",",
            description = "With --replay: leave out parts of the plan, such as f0,r1,p0; c0 makes client 0 an ordinary"
                    + " one.")
    Set<String> without = new LinkedHashSet<>();

    @Option(
            names = "--active",
            paramLabel = "MILLIS",
            converter = Millis.class,
            description = "With --replay: let faults happen for this time only, 1200ms for example.")
    @Nullable
    Duration active;

    @Option(
            names = "--schedule",
            paramLabel = "NUMBER",
            description = "With --replay: the order in which threads run and bytes arrive. Default: 0.")
    long schedule;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--logs", description = "With --replay: also show what the client logs.")
    boolean logs;

    Simulate(PrintStream out) {
        this.out = out;
    }

    /** Reads a time in milliseconds. */
    static final class Millis implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            if (!value.matches("\\d{1,12}ms")) {
                throw new TypeConversionException("'" + value + "' is no time such as 1200ms");
            }
            return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        return replay == null ? search() : replay(replay);
    }

    private int search() throws InterruptedException {
        check(without.isEmpty() && active == null && schedule == 0 && !logs, "--replay is missing");
        check(threads > 0, "--threads must be positive");
        LogWatch.install(Level.WARNING);
        long start = from == null ? ThreadLocalRandom.current().nextLong(MAX_START) : from;
        long count = seeds == null ? Long.MAX_VALUE : seeds;
        long time = seconds != null ? seconds : seeds == null ? DEFAULT_SECONDS : FOREVER_SECONDS;
        out.println("seeds from " + start + " on, " + threads + " at a time");
        return new Search(start, count, Duration.ofSeconds(time), out).run(threads) ? 0 : 1;
    }

    private int replay(long seed) {
        LogWatch.install(logs ? Level.FINE : Level.WARNING);
        RunPlan plan = PlanDraw.of(seed);
        Reduction reduction = new Reduction(without, active, schedule);
        without.forEach(part -> check(
                Reduction.parts(plan).stream().anyMatch(kind -> kind.contains(part)), "the plan has no part " + part));
        out.println("seed " + seed + ":");
        out.print(PlanText.of(plan, reduction));
        Outcome outcome =
                Simulation.run(reduction.of(plan), schedule, (nanos, text) -> out.println(TraceTail.line(nanos, text)));
        out.printf(
                Locale.ROOT,
                "%.6f s, %d turns, %d messages stored, hash %016x%n",
                outcome.time().toNanos() / 1e9,
                outcome.steps(),
                outcome.messages(),
                outcome.hash());
        if (outcome.finding() == null) {
            out.println("nothing was found");
            return 0;
        }
        out.println("found: " + outcome.finding().getMessage());
        return 1;
    }

    private void check(boolean holds, String message) {
        if (!holds && spec != null) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
