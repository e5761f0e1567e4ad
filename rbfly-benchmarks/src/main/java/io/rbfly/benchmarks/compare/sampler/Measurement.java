package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.plan.Sample;

/** A measurement that is repeated in one JVM, with the same client if possible. */
interface Measurement extends AutoCloseable {
    /** Performs the work for a while, and then measures it. */
    Sample take() throws Exception;

    @Override
    default void close() throws Exception {}

    /** Creates the measurement of a task; connects if that is not part of the measurement. */
    static Measurement of(Task task) throws Exception {
        return switch (task.scenario().work()) {
            case ROUND_TRIPS -> new RoundTrips(task);
            case FLOOD, BATCH_FLOOD, PARTITION_FLOOD -> new Flood(task);
            case READ, BATCH_READ -> new Reading(task);
            case PACED, LATE_CONFIRMS -> new Paced(task);
            case START -> () -> Start.measure(task);
            case IDLE -> () -> Idle.measure(task);
            case OPEN -> () -> Opening.measure(task);
        };
    }
}
