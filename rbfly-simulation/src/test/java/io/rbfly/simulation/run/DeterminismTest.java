package io.rbfly.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.plan.PlanDraw;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A seed gives the same run each time, also in another JVM, whose Set.of, Map.of and identity hashes are others. */
class DeterminismTest {
    private static final long SEEDS = Long.getLong("rbfly.simulation.repeated", 1_000);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aSeedGivesTheSameRunEachTime() throws Exception {
        LogWatch.install(Level.WARNING);
        CompletableFuture<Map<Long, String>> other = inAnotherJvm();

        Map<Long, String> first = SeedHashes.of(LongStream.rangeClosed(1, SEEDS));
        Map<Long, String> second = SeedHashes.of(LongStream.rangeClosed(1, SEEDS));

        assertThat(second).isEqualTo(first);
        assertThat(other.get(10, TimeUnit.MINUTES)).isEqualTo(first);
    }

    private static CompletableFuture<Map<Long, String>> inAnotherJvm() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-Xmx1g",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeedHashes.class.getName(),
                        Long.toString(SEEDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return CompletableFuture.supplyAsync(() -> {
            Map<Long, String> hashes = new TreeMap<>();
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ");
                    hashes.put(Long.parseLong(parts[0]), parts[1]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                process.destroy();
            }
            return hashes;
        });
    }

    @Test
    void aTraceAndItsLogsDoNotChangeARun() {
        LogWatch.install(Level.WARNING);
        Map<Long, String> quiet = SeedHashes.of(LongStream.rangeClosed(1, 20));
        LogWatch.install(Level.FINE);
        Map<Long, String> traced = new TreeMap<>();
        for (long seed = 1; seed <= 20; seed++) {
            Outcome outcome = Simulation.run(PlanDraw.of(seed), 0, (nanos, text) -> {});
            traced.put(seed, Long.toHexString(outcome.hash()));
        }
        LogWatch.install(Level.WARNING);

        assertThat(traced).isEqualTo(quiet);
    }
}
