package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;

/** Opens many subscriptions with a client that is not yet connected. */
final class Opening {
    private static final double NANOS_PER_MILLI = 1e6;

    private Opening() {}

    static Sample measure(Task task) throws Exception {
        long began = System.nanoTime();
        try (Driver driver = task.driver()) {
            driver.open(task.stream(), task.scenario().size());
            return new Sample().with(Metric.TIME, (System.nanoTime() - began) / NANOS_PER_MILLI);
        }
    }
}
