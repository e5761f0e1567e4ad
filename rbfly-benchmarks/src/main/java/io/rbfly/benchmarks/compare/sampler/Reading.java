package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;

/** Reads a stream from its first message to its last: a part to warm up, then all of it by a subscription of its own. */
final class Reading {
    /** Divides the messages that are read to warm up. */
    private static final int WARM_UP_PART = 1;

    private Reading() {}

    static Sample measure(Task task) throws Exception {
        Meter meter = new Meter();
        try (Driver driver = task.driver()) {
            read(task, driver, task.messages() / WARM_UP_PART);
            meter.start();
            Tally tally = new Tally();
            AutoCloseable subscription = subscribe(task, driver, tally);
            long read = tally.await(task.messages());
            Sample sample = meter.stop(read);
            subscription.close();
            Counts.check("messages", tally.count(), task.messages());
            return sample;
        }
    }

    private static void read(Task task, Driver driver, int messages) throws Exception {
        Tally tally = new Tally();
        try (AutoCloseable subscription = subscribe(task, driver, tally)) {
            tally.await(messages);
        }
    }

    private static AutoCloseable subscribe(Task task, Driver driver, Tally tally) throws Exception {
        InOrder reader = new InOrder(tally, task.scenario().bodySize());
        return driver.subscribe(task.stream(), true, task.scenario().rich(), reader);
    }
}
