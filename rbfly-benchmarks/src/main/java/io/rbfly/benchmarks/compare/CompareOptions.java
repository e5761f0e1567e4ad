package io.rbfly.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of the comparison. */
@Command(
        name = "bench compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Compares RbFly with the official client and with a plain socket, on one broker in one run.",
        footer = {
            "",
            "Exit codes: 0 every scenario was measured, goals met or not; 1 a sample failed again and again; 2 the options make no sense."
        })
final class CompareOptions {
    @Option(names = "--quick", description = "One short round, to see that everything works: figures mean little.")
    boolean quick;

    @Option(names = "--only", paramLabel = "a,c,e", split = ",", description = "These scenarios only, by letter or id.")
    List<String> only = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Samples of each contender (default: 5; quick: 1).")
    @Nullable
    Integer rounds;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            required = true,
            description =
                    "A broker that runs: rabbitmq-stream://user:password@host:port/vhost. Without it, ./bench starts"
                            + " one of its own.")
    String uri = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the comparisons as JSON.")
    @Nullable
    Path json;

    @Option(names = "--chart", paramLabel = "FILE", description = "Draw the ratios: an .svg file.")
    @Nullable
    Path chart;

    @Option(names = "--jvm", paramLabel = "OPTIONS", description = "More options for the JVM of every sample.")
    String jvm = "";
}
