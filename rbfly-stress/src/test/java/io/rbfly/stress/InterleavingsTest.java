package io.rbfly.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jcstress, in JVMs of its own, over the places where threads of an application and the event loop meet. */
class InterleavingsTest {
    private static final long MINUTES = 5;

    @TempDir
    private Path directory;

    @Test
    void noInterleavingLosesOrRepeatsAnything() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-m",
                        "sanity",
                        "-iters",
                        "20",
                        "-time",
                        "200",
                        "-jvmArgs", // one configuration of the JVM, of the many that there are
                        "-Xmx256m",
                        "-sc",
                        "false",
                        "-c",
                        "2",
                        "-r",
                        directory.toString()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(log, StandardCharsets.UTF_8);

        assertThat(ended).as(output).isTrue();
        assertThat(output).contains("Failed tests: No matches", "Error tests: No matches", "3 matching test results");
        assertThat(process.exitValue()).as(output).isZero();
    }
}
