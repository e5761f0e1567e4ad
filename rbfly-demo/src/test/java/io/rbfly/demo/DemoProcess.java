package io.rbfly.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the jar of the demo in a separate JVM, as users do. Its output and error streams are merged. */
final class DemoProcess implements AutoCloseable {
    private static final long MAX_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private DemoProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static DemoProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts the demo with additional options for Java. */
    static DemoProcess start(List<String> java, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.add("-jar");
        command.add(System.getProperty("rbfly.demo.jar", "target/rbfly-demo.jar"));
        command.addAll(List.of(arguments));
        return new DemoProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads until a line has the given words. */
    void awaitLine(String words) throws IOException {
        String line;
        do {
            line = output.readLine();
            if (line == null) {
                throw new AssertionError("no line with '" + words + "' in:\n" + text());
            }
            lines.add(line);
        } while (!line.contains(words));
    }

    /** Asks the process to end, as the shutdown of a machine does. */
    void terminate() {
        // Not with the method of the process itself, which would close its output, too.
        process.toHandle().destroy();
    }

    /** Reads the rest and returns the exit code. */
    int exitCode() throws InterruptedException {
        output.lines().forEach(lines::add);
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the demo does not end:\n" + text());
        }
        return process.exitValue();
    }

    /** What was read so far. */
    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
