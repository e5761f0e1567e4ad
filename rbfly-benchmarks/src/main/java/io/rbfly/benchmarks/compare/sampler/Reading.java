package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream from its first message to its last, repeatedly for the time of a sample, each time with a new
 * subscription that is opened when the previous one has read everything. One pass takes about 0.2 s, in which a noisy
 * machine deviates far from its average.
 */
final class Reading implements Measurement {
    /**
     * The subscriptions of a sample are open at the same time, each with its buffers, which are large for chunks of 30
     * MB.
     */
    private static final int MAX_PASSES = 5;

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
        readFor(task.leadMillis()).close();
        meter.start();
        Passes passes = readFor(task.measureMillis());
        Sample sample = meter.stop(passes.messages()).with(Metric.THREADS, passes.threadsOfOne);
        passes.close();
        return sample;
    }

    /** At least once. Subscriptions stay open, since the allocation of their threads is known only while they live. */
    private Passes readFor(int millis) throws Exception {
        Passes passes = new Passes();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        do {
            passes.read();
        } while (passes.all.size() < MAX_PASSES && System.nanoTime() - end < 0);
        return passes;
    }

    @Override
    public void close() throws Exception {
        driver.close();
    }

    /** Subscriptions that read the stream one after the other. */
    private final class Passes {
        final List<Pass> all = new ArrayList<>();
        int threadsOfOne;

        void read() throws Exception {
            Tally tally = new Tally();
            InOrder reader = new InOrder(tally, task.messages(), task.scenario().bodySize());
            all.add(new Pass(
                    driver.subscribe(task.stream(), true, task.scenario().rich(), reader), tally));
            tally.await(task.messages());
            if (all.size() == 1) {
                threadsOfOne = meter.threads();
            }
        }

        long messages() {
            return (long) all.size() * task.messages();
        }

        void close() throws Exception {
            for (Pass pass : all) {
                pass.subscription.close();
                Counts.check("messages", pass.tally.count(), task.messages());
            }
        }
    }

    private record Pass(AutoCloseable subscription, Tally tally) {}
}
