package io.rbfly.benchmarks.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the codec benchmarks and prints a table of medians and allocation of all codecs. Accepts the options of JMH,
 * such as {@code -f 1 -wi 2} for a short run, and {@code --json FILE} for the result as a list of objects.
 */
public final class CodecReport {
    private static final String JSON = "--json";

    private CodecReport() {}

    /** Runs all codec benchmarks, or those that the arguments name. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        List<String> rest = new ArrayList<>(List.of(args));
        Path json = takeJson(rest);
        CommandLineOptions given = new CommandLineOptions(rest.toArray(String[]::new));
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(CodecReport.class.getPackageName());
        }
        Options all = options.addProfiler(GCProfiler.class).build();
        Figures figures = Figures.of(new Runner(all).run());
        print(figures);
        if (json != null) {
            write(figures, json);
        }
    }

    /** Removes the option with its value from the arguments. */
    private static @Nullable Path takeJson(List<String> args) throws CommandLineOptionException {
        int index = args.indexOf(JSON);
        if (index < 0) {
            return null;
        }
        if (index == args.size() - 1) {
            throw new CommandLineOptionException(JSON + " needs the name of a file");
        }
        args.remove(index);
        return Path.of(args.remove(index));
    }

    private static void write(Figures figures, Path json) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(json.toFile(), CodecComparison.of(figures));
    }

    private static void print(Figures figures) {
        System.out.println();
        System.out.println("| task, median ns/op (B/op) | RbFly | official client | proton-j | RbFly / faster peer |");
        System.out.println("|---|---|---|---|---|");
        for (String task : figures.tasks()) {
            System.out.println("| " + task + " | " + cell(figures.ours(task)) + " | "
                    + cell(figures.peer(task, Figures.OFFICIAL)) + " | " + cell(figures.peer(task, Figures.PROTON))
                    + " | "
                    + ratio(figures, task) + " |");
        }
    }

    private static String cell(@Nullable Figure figure) {
        return figure == null ? "" : String.format(Locale.ROOT, "%.1f (%.0f)", figure.nanos(), figure.octets());
    }

    private static String ratio(Figures figures, String task) {
        Figure ours = figures.ours(task);
        String peer = figures.fasterPeer(task);
        Figure theirs = peer == null ? null : figures.peer(task, peer);
        return ours == null || theirs == null ? "" : String.format(Locale.ROOT, "%.2f", ours.nanos() / theirs.nanos());
    }
}
