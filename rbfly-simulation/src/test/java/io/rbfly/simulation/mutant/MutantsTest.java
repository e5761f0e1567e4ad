package io.rbfly.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.run.LogWatch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutantsTest {
    private static final long FEW_SEEDS = 300;

    @TempDir
    private Path directory;

    @BeforeAll
    static void watchLogs() {
        LogWatch.install(Level.WARNING);
    }

    static Stream<String> names() {
        return mutants().stream().map(Mutant::name);
    }

    private static List<Mutant> mutants() {
        return Mutants.all(Mutants.root());
    }

    private static Mutant mutant(String name) {
        return mutants().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private Path compile(Mutant mutant) throws Exception {
        return new MutantCompiler(Mutants.root()).compile(mutant, directory);
    }

    /** The sources change: a mutant that no longer fits them would find nothing, and nobody would notice. */
    @ParameterizedTest
    @MethodSource("names")
    void fitsTheSourcesAndCompiles(String name) throws Exception {
        Mutant mutant = mutant(name);
        Path classes = compile(mutant);
        String file = Path.of(mutant.file()).getFileName().toString().replace(".java", ".class");
        try (Stream<Path> compiled = Files.walk(classes)) {
            assertThat(compiled.map(each -> each.getFileName().toString()).collect(Collectors.toSet()))
                    .contains(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm-lost", "resend-skipped", "chunk-start-not-skipped", "outcome-on-loop"})
    void isFoundSoon(String name) throws Exception {
        Mutant mutant = mutant(name);
        Verdict verdict = new Search(new Baseline(), FEW_SEEDS).run(mutant, compile(mutant));
        assertThat(verdict.isFound()).as(verdict.row()).isTrue();
    }

    @Test
    void anUnknownNameIsAnError() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] names = {"confirm-lost", "no-such-mutant"};
        int exitCode = Mutants.run(names, new PrintStream(new ByteArrayOutputStream()), new PrintStream(errors));

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("simulate: no mutant named no-such-mutant"
                        + " (expected: the name of a file in rbfly-simulation/mutants, without .txt)");
    }

    @Test
    void helpTellsWhereTheNamesAre() {
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        int exitCode = Mutants.run(new String[] {"--help"}, new PrintStream(help), System.err);

        assertThat(exitCode).isZero();
        assertThat(help.toString(StandardCharsets.UTF_8))
                .contains("Usage: simulate --mutants", "rbfly-simulation/mutants");
    }

    /** Nothing is found without a fault, so that what is found with one comes from it. */
    @Test
    void findsNothingWithoutMutant() throws Exception {
        Mutant none = new Mutant("none", "", "", "", "", "");
        Path classes = Files.createDirectory(directory.resolve("classes"));
        assertThat(new Search(new Baseline(), 20).run(none, classes).isFound()).isFalse();
    }
}
