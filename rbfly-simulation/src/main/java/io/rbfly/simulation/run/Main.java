package io.rbfly.simulation.run;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The entry point of the simulation. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Parses the arguments and does what they say.
     *
     * @return the exit code of the process
     */
    static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Simulate(out));
        line.setOut(new PrintWriter(out, true));
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println("simulate: " + e.getMessage());
            return ExitCode.USAGE;
        });
        return line.execute(args);
    }
}
