package io.rbfly.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds that once failed, the first ones, and fresh ones for as long as there is time. */
class SeedsTest {
    private static final int FIRST_SEEDS = 500;
    private static final long MAX_START = 1_000_000_000_000L;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("rbfly.simulation.seconds", 30));

    @BeforeAll
    static void watchLogs() {
        LogWatch.install(Level.WARNING);
    }

    /** Each line is a seed and why it failed, or a comment only. */
    static List<Arguments> onceFailed() throws IOException {
        try (InputStream in = Objects.requireNonNull(SeedsTest.class.getResourceAsStream("/seeds.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("#", 2))
                    .filter(parts -> !parts[0].isBlank())
                    .map(parts -> Arguments.of(Long.parseLong(parts[0].strip()), parts[1].strip()))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("onceFailed")
    void aSeedThatOnceFailedFindsNothing(long seed, String why) throws Exception {
        search(seed, 1, LONG);
    }

    @Test
    void firstAndFreshSeedsFindNothing() throws Exception {
        long begin = System.nanoTime();
        search(1, FIRST_SEEDS, TIME);
        Duration left = TIME.minusNanos(System.nanoTime() - begin);
        if (!left.isNegative()) {
            search(ThreadLocalRandom.current().nextLong(MAX_START), Long.MAX_VALUE, left);
        }
    }

    /** Fails with what the command line would print. */
    private static void search(long from, long count, Duration time) throws InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean clean = new Search(from, count, time, new PrintStream(text, true, StandardCharsets.UTF_8))
                .run(Runtime.getRuntime().availableProcessors());
        String printed = text.toString(StandardCharsets.UTF_8);
        System.out.println("seeds from " + from + " on: " + printed);
        assertThat(clean).withFailMessage(() -> printed).isTrue();
    }
}
