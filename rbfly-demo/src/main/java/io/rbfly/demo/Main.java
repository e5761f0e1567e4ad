package io.rbfly.demo;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The entry point of the demo. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Charts are written to files, so no display is needed.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(args, System.out, System.err, options -> new Program(options, System.out, System.err).run()));
    }

    /**
     * Parses the arguments and runs the program with them, unless they request help or are invalid.
     *
     * @return the exit code of the process
     */
    static int run(String[] args, PrintStream out, PrintStream err, ToIntFunction<DemoOptions> program) {
        DemoOptions options = new DemoOptions();
        CommandLine line = new CommandLine(options);
        line.setOut(new PrintWriter(out, true));
        line.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            options.check(line);
            return program.applyAsInt(options);
        });
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println(ErrorLine.of(e));
            return ExitCode.USAGE;
        });
        return line.execute(args);
    }
}
