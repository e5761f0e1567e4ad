package io.rbfly.simulation.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fault that is put into a source file: a text in it is replaced.
 *
 * @param name the name of the file that describes it
 * @param description what the fault is
 * @param survives why the simulation does not find it; empty if it should
 * @param file the source file, relative to the root of the project
 * @param original the text that is replaced; the source contains it once
 * @param replacement the text instead of it
 */
record Mutant(String name, String description, String survives, String file, String original, String replacement) {
    private static final String SUFFIX = ".txt";
    private static final String SURVIVES = "survives: ";
    private static final String FILE = "file: ";
    private static final String ORIGINAL = "\n--- original\n";
    private static final String REPLACEMENT = "\n--- replacement\n";

    /** Reads all mutants of a directory, in the order of their names. */
    static List<Mutant> all(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Mutant::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mutant read(Path path) {
        String fileName = path.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        try {
            return parse(name, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Mutant parse(String name, String text) {
        int original = text.indexOf(ORIGINAL);
        int replacement = text.indexOf(REPLACEMENT, Math.max(0, original));
        if (original < 0 || replacement < 0) {
            throw new IllegalArgumentException(
                    "mutant " + name + ": no '--- original' or no '--- replacement' after it");
        }
        StringBuilder description = new StringBuilder();
        StringBuilder survives = new StringBuilder();
        String file = null;
        StringBuilder current = description;
        for (String line : text.substring(0, original).split("\n")) {
            if (line.startsWith(FILE)) {
                file = line.substring(FILE.length()).strip();
                continue;
            }
            boolean begins = line.startsWith(SURVIVES);
            current = begins ? survives : current;
            current.append(current.isEmpty() ? "" : " ")
                    .append(begins ? line.substring(SURVIVES.length()) : line.strip());
        }
        if (file == null) {
            throw new IllegalArgumentException("mutant " + name + ": no line that begins with '" + FILE + "'");
        }
        return new Mutant(
                name,
                description.toString().strip(),
                survives.toString().strip(),
                file,
                text.substring(original + ORIGINAL.length(), replacement),
                withoutLastLineEnd(text.substring(replacement + REPLACEMENT.length())));
    }

    private static String withoutLastLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Puts the fault into a source.
     *
     * @throws IllegalArgumentException if it does not contain the original text exactly once
     */
    String apply(String source) {
        int first = source.indexOf(original);
        if (original.isEmpty() || first < 0 || source.indexOf(original, first + 1) >= 0) {
            throw new IllegalArgumentException("mutant " + name + ": " + file + " contains this text "
                    + (first < 0 ? "nowhere" : "more than once")
                    + " (expected: once; the mutant must follow the code):\n"
                    + original);
        }
        return source.substring(0, first) + replacement + source.substring(first + original.length());
    }
}
