package io.rbfly.demo.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Checks of options that several programmes have. */
public final class OptionCheck {
    private final CommandLine line;

    /** Creates it for a parsed command line, to which errors refer. */
    public OptionCheck(CommandLine line) {
        this.line = line;
    }

    /** @throws ParameterException with these words unless the condition holds */
    public void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(line, otherwise);
        }
    }

    /** Checks that not both ways to choose the broker are given. */
    public void requireOneBroker(boolean embedded) {
        require(
                !embedded || !line.getParseResult().hasMatchedOption("--uri"),
                "--embedded: there is a --uri, too (expected: one of them)");
    }

    /** Checks that a chart can be written. */
    public void requireChart(String option, @Nullable Path file) {
        requireWritable(option, file);
        if (file != null) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            require(
                    name.endsWith(".svg") || name.endsWith(".png"),
                    option + ": " + file + " (expected: a name ending in .svg or .png)");
        }
    }

    /** Checks that a file can be written. */
    public void requireWritable(String option, @Nullable Path file) {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            // Checked before the run: after it, the data to be written would be lost.
            require(
                    folder != null && Files.isDirectory(folder) && Files.isWritable(folder),
                    option + ": no file can be written in " + folder);
        }
    }
}
