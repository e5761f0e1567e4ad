package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.concurrent.TimeUnit;

/** Sends some messages and awaits their confirms, repeatedly, and measures how long a round takes. */
final class RoundTrips implements Measurement {
    private final Task task;
    private final byte[] body;
    private final Meter meter;
    private final Driver driver;
    private final Publishing publishing;

    RoundTrips(Task task) throws Exception {
        this.task = task;
        this.body = new byte[task.scenario().bodySize()];
        this.meter = new Meter();
        this.driver = task.driver();
        this.publishing = driver.publish(task.stream(), false, new Tally());
    }

    @Override
    public Sample take() throws Exception {
        int messages = task.scenario().size();
        publishing.roundTrips(body, messages, new Timed(task.leadMillis()));
        meter.start();
        Timed measured = new Timed(task.measureMillis());
        publishing.roundTrips(body, messages, measured);
        Sample sample = meter.stop(measured.latencies.count() * messages);
        return measured.latencies.addTo(sample);
    }

    @Override
    public void close() throws Exception {
        publishing.close();
        driver.close();
    }

    /** Performs rounds until a time has elapsed. */
    private static final class Timed implements Publishing.Rounds {
        private final Latencies latencies = new Latencies();
        private final long endNanos;

        Timed(int millis) {
            endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Override
        public boolean more() {
            return System.nanoTime() - endNanos < 0;
        }

        @Override
        public void over(long beganNanos) {
            latencies.record(System.nanoTime() - beganNanos);
        }
    }
}
