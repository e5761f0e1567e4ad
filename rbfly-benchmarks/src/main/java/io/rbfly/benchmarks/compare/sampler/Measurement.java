package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.plan.Sample;

/** Something that is measured again and again in one JVM, by the same client where that can be. */
interface Measurement extends AutoCloseable {
    /** Does the work for a while, and then measures it. */
    Sample take() throws Exception;

    @Override
    default void close() throws Exception {}

    /** What a task asks for; connects where that is not part of what is measured. */
    static Measurement of(Task task) throws Exception {
        return switch (task.scenario().work()) {
            case ROUND_TRIPS -> new RoundTrips(task);
            case FLOOD -> new Flood(task);
            case READ -> new Reading(task);
            case PACED, LATE_CONFIRMS -> new Paced(task);
            case START -> () -> Start.measure(task);
            case IDLE -> () -> Idle.measure(task);
            case OPEN -> () -> Opening.measure(task);
        };
    }
}
