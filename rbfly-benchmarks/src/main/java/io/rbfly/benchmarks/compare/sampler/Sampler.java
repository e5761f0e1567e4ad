package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.plan.Sample;

/** The main class of the process that takes one sample: it prints the sample as one line, or fails. */
public final class Sampler {
    private Sampler() {}

    /** Takes the arguments of a {@link Task}. */
    public static void main(String[] arguments) {
        try {
            System.out.println(take(Task.of(arguments)).toLine());
            System.exit(0); // a contender may have left threads
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static Sample take(Task task) throws Exception {
        return switch (task.scenario().work()) {
            case ROUND_TRIPS -> RoundTrips.measure(task);
            case FLOOD -> Flood.measure(task);
            case READ -> Reading.measure(task);
            case PACED -> Paced.measure(task);
            case START -> Start.measure(task);
            case IDLE -> Idle.measure(task);
            case OPEN -> Opening.measure(task);
        };
    }
}
