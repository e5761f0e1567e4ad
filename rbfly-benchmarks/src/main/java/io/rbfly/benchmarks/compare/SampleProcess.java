package io.rbfly.benchmarks.compare;

import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.sampler.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM that takes the samples of one contender in one scenario: one on each request, idle in between. */
final class SampleProcess implements AutoCloseable {
    private static final int MAX_MINUTES = 3;

    private final Task task;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private boolean first = true;

    /** Uses a process whose error stream is merged into its output. */
    SampleProcess(Task task, Process process) {
        this.task = task;
        this.process = process;
        this.requests = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Takes the next sample. After an exception the process must not be used any more. */
    Sample take() throws SampleException {
        List<String> lines = new ArrayList<>();
        try {
            if (!first) {
                requests.write(System.lineSeparator());
                requests.flush();
            }
            first = false;
            return CompletableFuture.supplyAsync(() -> read(lines)).get(MAX_MINUTES, TimeUnit.MINUTES);
        } catch (IOException | ExecutionException e) {
            throw failed(":", lines);
        } catch (TimeoutException e) {
            throw failed(" to end in " + MAX_MINUTES + " minutes:", List.of());
        } catch (InterruptedException e) {
            throw new SampleException("interrupted", true);
        }
    }

    private Sample read(List<String> others) {
        return answers.lines()
                .filter(line -> Sample.isLine(line) || !others.add(line))
                .findFirst()
                .map(Sample::ofLine)
                .orElseThrow();
    }

    private SampleException failed(String how, List<String> lines) {
        String what = task.scenario().id() + " of " + task.contender() + " failed" + how;
        return new SampleException(what + System.lineSeparator() + String.join(System.lineSeparator(), lines), false);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
