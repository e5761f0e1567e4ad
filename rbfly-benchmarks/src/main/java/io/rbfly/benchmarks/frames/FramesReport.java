package io.rbfly.benchmarks.frames;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of frames and chunks, including their allocation. Accepts the options of JMH. */
public final class FramesReport {
    private FramesReport() {}

    /** Runs all benchmarks, or those that the arguments name. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(FramesReport.class.getPackageName());
        }
        new Runner(options.addProfiler(GCProfiler.class).build()).run();
    }
}
