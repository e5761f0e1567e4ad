package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.sampler.Sampler;
import io.rbfly.benchmarks.compare.sampler.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes each sample in a JVM of its own, all with the same options. The JVM ends with this one. */
final class SampleProcess {
    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");
    private static final int LONGEST_MINUTES = 3;

    private final String uri;
    private final Effort effort;
    private final List<String> command = new ArrayList<>();
    private volatile @Nullable Process running;
    private volatile boolean killed;

    SampleProcess(String uri, Effort effort, String moreOptions) {
        this.uri = uri;
        this.effort = effort;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        if (!moreOptions.isBlank()) {
            command.addAll(List.of(moreOptions.trim().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sampler.class.getName()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    Sample take(Scenario scenario, Contender contender, String stream) throws SampleException, IOException {
        Task task = new Task(
                scenario,
                contender,
                uri,
                stream,
                effort.messages(scenario),
                effort.warmUpMillis(),
                effort.measureMillis());
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(task.toArguments()));
        Path output = Files.createTempFile("rbfly-sample", ".log");
        try {
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            running = process;
            boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
            if (killed) {
                throw new SampleException("interrupted", true);
            }
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(output);
            return lines.stream()
                    .filter(line -> ended && process.exitValue() == 0 && Sample.isLine(line))
                    .map(Sample::ofLine)
                    .findFirst()
                    .orElseThrow(() -> new SampleException(
                            scenario.id() + " of " + contender + " failed"
                                    + (ended ? ":" : " to end in " + LONGEST_MINUTES + " minutes:")
                                    + System.lineSeparator()
                                    + String.join(System.lineSeparator(), lines),
                            false));
        } catch (InterruptedException e) {
            throw new SampleException("interrupted", true);
        } finally {
            running = null;
            Files.delete(output);
        }
    }

    private void kill() {
        killed = true;
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
