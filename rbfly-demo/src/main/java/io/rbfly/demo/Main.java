package io.rbfly.demo;

import io.rbfly.demo.groups.GroupsOptions;
import io.rbfly.demo.groups.GroupsProgram;
import io.rbfly.demo.process.ErrorLine;
import io.rbfly.demo.process.OptionCheck;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The entry point of the demo. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Charts are written to files, so no display is needed.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(
                args,
                System.out,
                System.err,
                options -> new Program(options, System.out, System.err).run(),
                options -> new GroupsProgram(options, System.out, System.err).run()));
    }

    /**
     * Parses the arguments and runs one of the programmes with them, unless they request help or are invalid.
     *
     * @return the exit code of the process
     */
    static int run(
            String[] args,
            PrintStream out,
            PrintStream err,
            ToIntFunction<DemoOptions> program,
            ToIntFunction<GroupsOptions> groupsProgram) {
        DemoOptions options = new DemoOptions();
        GroupsOptions groupsOptions = new GroupsOptions();
        CommandLine line = new CommandLine(options);
        CommandLine groups = new CommandLine(groupsOptions);
        line.addSubcommand("groups", groups);
        line.setOut(new PrintWriter(out, true));
        line.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            } else if (!parsed.hasSubcommand()) {
                options.check(line);
                return program.applyAsInt(options);
            }
            requireNothingBefore(parsed, line);
            groupsOptions.check(groups);
            return groupsProgram.applyAsInt(groupsOptions);
        });
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println(ErrorLine.of(e));
            return ExitCode.USAGE;
        });
        return line.execute(args);
    }

    /** Options of the first programme would be ignored silently. */
    private static void requireNothingBefore(ParseResult parsed, CommandLine line) {
        for (OptionSpec option : parsed.matchedOptions()) {
            new OptionCheck(line)
                    .require(false, option.longestName() + ": before 'groups' (expected: options behind it)");
        }
    }
}
