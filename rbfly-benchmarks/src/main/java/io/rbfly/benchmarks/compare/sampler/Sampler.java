package io.rbfly.benchmarks.compare.sampler;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The main class of the process that takes the samples of one contender: it takes one sample initially and another one
 * for each line of its input, prints each as one line, and ends at the end of its input, or with an error.
 */
public final class Sampler {
    private Sampler() {}

    /** Runs the process with the arguments of a {@link Task}. */
    public static void main(String[] arguments) {
        try (Measurement measurement = measurement(Task.of(arguments))) {
            System.out.println(measurement.take().toLine());
            BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            while (requests.readLine() != null) {
                System.out.println(measurement.take().toLine());
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // a contender may have threads that still run
    }

    private static Measurement measurement(Task task) throws Exception {
        Measurement measurement = Measurement.of(task);
        if (!task.scenario().work().isOfFreshJvm()) {
            new WarmUp(task).run(measurement::take);
        }
        return measurement;
    }
}
