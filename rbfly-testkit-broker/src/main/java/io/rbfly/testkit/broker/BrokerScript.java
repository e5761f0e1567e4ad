package io.rbfly.testkit.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs {@code scripts/broker}, the only place that knows how a RabbitMQ node is started on this machine. */
final class BrokerScript {
    private final Path script;

    private BrokerScript(Path script) {
        this.script = script;
    }

    /** Finds the script in the working directory (that of the module for tests) or above it. */
    static BrokerScript find() {
        var start = Path.of("").toAbsolutePath();
        for (var directory = start; directory != null; directory = directory.getParent()) {
            var script = directory.resolve("scripts/broker");
            if (Files.isExecutable(script)) {
                return new BrokerScript(script);
            }
        }
        throw new IllegalStateException(
                "There is no scripts/broker in " + start + " or above it: run the tests from the"
                        + " project's directory, or name a running broker by " + Brokers.URI_VARIABLE);
    }

    /** Returns whether a broker of that version can be started without installing anything. */
    boolean installed(BrokerVersion version) {
        return execute(List.of("installed", version.toString())).code == 0;
    }

    BrokerVersion probe(String host, int port) {
        var output = execute(List.of("probe", host, Integer.toString(port)));
        return Optional.of(output.text.strip())
                .filter(version -> output.code == 0)
                .map(BrokerVersion::parse)
                .orElseThrow(() ->
                        new IllegalStateException("No broker answers the stream protocol at " + host + ":" + port));
    }

    /** Runs a command of the script and returns its output. */
    String run(String command, Path directory, String... arguments) {
        var line = new ArrayList<>(List.of(command, directory.toString()));
        line.addAll(List.of(arguments));
        var output = execute(line);
        if (output.code != 0) {
            throw new IllegalStateException(
                    "scripts/broker " + String.join(" ", line) + " failed:\n" + output.text + output.errors);
        }
        return output.text;
    }

    private Output execute(List<String> arguments) {
        var line = new ArrayList<>(List.of(script.toString()));
        line.addAll(arguments);
        try {
            var process = new ProcessBuilder(line).start();
            process.getOutputStream().close();
            var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            var text = read(process.getInputStream());
            return new Output(process.waitFor(), text, errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + line, e);
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Output(int code, String text, String errors) {}
}
