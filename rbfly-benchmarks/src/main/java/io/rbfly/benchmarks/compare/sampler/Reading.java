package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.concurrent.TimeUnit;

/** Reads a stream from its first message to its last: as often as the warm-up lasts, at least once, and then once more. */
final class Reading implements Measurement {
    private final Task task;
    private final Meter meter;
    private final Driver driver;

    Reading(Task task) throws Exception {
        this.task = task;
        this.meter = new Meter();
        this.driver = task.driver();
    }

    @Override
    public Sample take() throws Exception {
        lead();
        meter.start();
        Tally tally = new Tally();
        AutoCloseable subscription = subscribe(tally);
        long read = tally.await(task.messages());
        Sample sample = meter.stop(read);
        subscription.close();
        Counts.check("messages", tally.count(), task.messages());
        return sample;
    }

    private void lead() throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(task.leadMillis());
        do {
            Tally tally = new Tally();
            try (AutoCloseable subscription = subscribe(tally)) {
                tally.await(task.messages());
            }
        } while (System.nanoTime() - end < 0);
    }

    private AutoCloseable subscribe(Tally tally) throws Exception {
        InOrder reader = new InOrder(tally, task.messages(), task.scenario().bodySize());
        return driver.subscribe(task.stream(), true, task.scenario().rich(), reader);
    }

    @Override
    public void close() throws Exception {
        driver.close();
    }
}
