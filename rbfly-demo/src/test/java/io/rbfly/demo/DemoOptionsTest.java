package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {
    private final Captured out = new Captured();
    private final Captured err = new Captured();
    private final AtomicReference<@Nullable DemoOptions> given = new AtomicReference<>();

    @Test
    void showsTheEffectByDefault() {
        assertThat(run()).isZero();

        assertThat(options().uri).isEqualTo("rabbitmq-stream://guest:guest@localhost");
        assertThat(options().noThreads).isFalse();
        assertThat(options().size).isNull();
        assertThat(options().messages).isEqualTo(3600);
        assertThat(options().calculations()).isEqualTo(3);
        assertThat(options().heartbeat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options().stream).isEqualTo("rbfly-demo-stream-cpubound");
    }

    @Test
    void takesLongHeartbeatsAndHasNoEndInFull() {
        assertThat(run("--full")).isZero();

        assertThat(options().heartbeat()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options().calculations()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void takesWhatIsGivenInFullToo() {
        assertThat(run("--full", "--heartbeat", "5", "--calculations", "7", "-n", "24576"))
                .isZero();

        assertThat(options().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options().calculations()).isEqualTo(7);
        assertThat(options().size).isEqualTo(24_576);
    }

    @Test
    void calculatesNoMoreThanThereAreMessages() {
        assertThat(run("--messages", "1")).isZero();

        assertThat(options().calculations()).isEqualTo(1);
    }

    @Test
    void takesTheShortNames() {
        assertThat(run("-s", "-n", "64", "-m", "20000", "-u", "rabbitmq-stream://broker"))
                .isZero();

        assertThat(options().noThreads).isTrue();
        assertThat(options().size).isEqualTo(64);
        assertThat(options().messages).isEqualTo(20_000);
        assertThat(options().uri).isEqualTo("rabbitmq-stream://broker");
    }

    @Test
    void takesABrokerOfItsOwnOrThatOfAUri() {
        assertThat(run("--embedded")).isZero();
        assertThat(options().embedded).isTrue();

        assertThat(run("--embedded", "--uri", "rabbitmq-stream://broker")).isEqualTo(2);
        assertThat(err.text()).contains("--embedded: there is a --uri, too");
    }

    @Test
    void takesPartsOfASecondAsInterval() {
        assertThat(run("--interval", "0.05")).isZero();

        assertThat(options().interval()).isEqualTo(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({
        "--messages, 0, expected: >= 1",
        "--messages, many, is not an int",
        "--size, 0, expected: >= 1",
        "--calculations, 0, expected: >= 1",
        "--calculations, 3601, expected: at most the 3600 messages",
        "--heartbeat, 0, expected: 1..3600",
        "--heartbeat, 3601, expected: 1..3600",
        "--interval, -1, expected: 0..3600",
        "--interval, NaN, expected: 0..3600",
        "--timeline, drawing.gif, expected: a name ending in .svg or .png",
        "--timeline, no/such/folder/t.svg, no file can be written",
        "--summary, no/such/folder/s.json, no file can be written",
        "--stream, '', expected: a name",
        "--nonsense, 1, Unknown option"
    })
    void refusesInOneLineWhatMakesNoSense(String option, String value, String reason) {
        assertThat(run(option, value)).isEqualTo(2);

        assertThat(err.text().lines())
                .singleElement()
                .asString()
                .startsWith("rbfly-demo: ")
                .contains(option, reason, "--help");
        assertThat(out.text()).isEmpty();
        assertThat(given.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.svg", "t.png", "T.SVG"})
    void takesBothKindsOfTimeline(String name, @TempDir Path folder) {
        Path file = folder.resolve(name);

        assertThat(run("--timeline", file.toString())).isZero();

        assertThat(options().timeline).isEqualTo(file);
    }

    @Test
    void helpsWithoutRunning() {
        assertThat(run("--help")).isZero();

        assertThat(out.text())
                .contains(
                        "--uri",
                        "--embedded",
                        "--no-threads",
                        "--size",
                        "--messages",
                        "--heartbeat",
                        "--calculations",
                        "--full",
                        "groups  A super stream")
                .contains("--timeline", "--summary", "--stream", "--interval", "--version");
        assertThat(given.get()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "--seconds, 0.5, expected: 1..3600",
        "--seconds, NaN, expected: 1..3600",
        "--partitions, 0, expected: 1..20",
        "--partitions, 21, expected: 1..20",
        "--rate, 0, expected: 1..10000",
        "--stream, '', expected: a name",
        "--timeline, drawing.gif, expected: a name ending in .svg or .png",
        "--no-threads, 1, Unknown option"
    })
    void refusesInOneLineWhatMakesNoSenseForGroups(String option, String value, String reason) {
        assertThat(run("groups", option, value)).isEqualTo(2);

        assertThat(err.text().lines())
                .singleElement()
                .asString()
                .startsWith("rbfly-demo: ")
                .contains(option, reason, "--help");
    }

    @Test
    void takesTheOptionsOfGroupsOnlyBehindIt() {
        assertThat(run("--embedded", "groups")).isEqualTo(2);

        assertThat(err.text()).contains("--embedded: before 'groups'").hasLineCount(1);
    }

    @Test
    void helpsWithGroups() {
        assertThat(run("groups", "--help")).isZero();

        assertThat(out.text()).contains("--uri", "--embedded", "--seconds", "--partitions", "--rate", "--timeline");
    }

    @Test
    void tellsItsVersionWithoutRunning() {
        assertThat(run("--version")).isZero();

        assertThat(out.text()).startsWith("rbfly-demo ");
        assertThat(given.get()).isNull();
    }

    @Test
    void returnsTheExitCodeOfTheProgram() {
        assertThat(Main.run(new String[0], out.stream(), err.stream(), options -> 42, groups -> 43))
                .isEqualTo(42);
        assertThat(Main.run(new String[] {"groups"}, out.stream(), err.stream(), options -> 42, groups -> 43))
                .isEqualTo(43);
    }

    private int run(String... arguments) {
        return Main.run(
                arguments,
                out.stream(),
                err.stream(),
                options -> {
                    given.set(options);
                    return 0;
                },
                groups -> {
                    throw new AssertionError("the second programme");
                });
    }

    private DemoOptions options() {
        DemoOptions options = given.get();
        assertThat(options).isNotNull();
        return options;
    }
}
