package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.concurrent.TimeUnit;

/** Reads a stream from its first message to its last: as often as the warm-up lasts, at least once, and then once more. */
final class Reading {
    private Reading() {}

    static Sample measure(Task task) throws Exception {
        Meter meter = new Meter();
        try (Driver driver = task.driver()) {
            warmUp(task, driver);
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

    private static void warmUp(Task task, Driver driver) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(task.warmUpMillis());
        do {
            Tally tally = new Tally();
            try (AutoCloseable subscription = subscribe(task, driver, tally)) {
                tally.await(task.messages());
            }
        } while (System.nanoTime() - end < 0);
    }

    private static AutoCloseable subscribe(Task task, Driver driver, Tally tally) throws Exception {
        InOrder reader = new InOrder(tally, task.scenario().bodySize());
        return driver.subscribe(task.stream(), true, task.scenario().rich(), reader);
    }
}
