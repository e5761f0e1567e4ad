package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Effort;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.sampler.Sampler;
import io.rbfly.benchmarks.compare.sampler.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes samples in JVMs that all have the same options: one for each contender, which lives for a scenario unless its
 * start is measured. They end with this JVM.
 */
final class SampleProcesses {
    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    /**
     * Code that runs once per frame is compiled after some seconds; otherwise the compiler is still busy after ten
     * seconds.
     */
    private static final String COMPILE_SOON = "-XX:CompileThresholdScaling=0.2";

    private final String uri;
    private final Effort effort;
    private final List<String> command = new ArrayList<>();
    private final Map<Contender, SampleProcess> running = new EnumMap<>(Contender.class);
    private boolean killed;

    SampleProcesses(String uri, Effort effort, String moreOptions) {
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
        boolean last = scenario.work().isOfFreshJvm();
        SampleProcess process = of(scenario, contender, stream);
        try {
            return process.take();
        } catch (SampleException e) {
            last = true;
            throw isKilled() ? new SampleException("interrupted", true) : e;
        } finally {
            if (last) {
                end(contender);
            }
        }
    }

    /** Ends all processes of a scenario. */
    synchronized void end() {
        running.values().forEach(SampleProcess::close);
        running.clear();
    }

    private synchronized SampleProcess of(Scenario scenario, Contender contender, String stream)
            throws IOException, SampleException {
        if (killed) {
            throw new SampleException("interrupted", true);
        }
        SampleProcess process = running.get(contender);
        if (process == null) {
            process = start(new Task(
                    scenario,
                    contender,
                    uri,
                    stream,
                    effort.messages(scenario),
                    effort.warmUpMillis(),
                    effort.mostWarmUpMillis(),
                    effort.leadMillis(),
                    effort.measureMillis()));
            running.put(contender, process);
        }
        return process;
    }

    private SampleProcess start(Task task) throws IOException {
        List<String> all = new ArrayList<>(command);
        if (!task.scenario().work().isOfFreshJvm()) {
            all.add(1, COMPILE_SOON);
        }
        all.addAll(List.of(task.toArguments()));
        return new SampleProcess(
                task, new ProcessBuilder(all).redirectErrorStream(true).start());
    }

    private synchronized void end(Contender contender) {
        SampleProcess process = running.remove(contender);
        if (process != null) {
            process.close();
        }
    }

    private synchronized boolean isKilled() {
        return killed;
    }

    private synchronized void kill() {
        killed = true;
        end();
    }
}
