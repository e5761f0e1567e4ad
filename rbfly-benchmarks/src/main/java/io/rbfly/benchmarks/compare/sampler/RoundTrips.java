package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.concurrent.TimeUnit;

/** Some messages, then their confirms, again and again: how long a round takes. */
final class RoundTrips {
    private RoundTrips() {}

    static Sample measure(Task task) throws Exception {
        Meter meter = new Meter();
        int messages = task.scenario().size();
        byte[] body = new byte[task.scenario().bodySize()];
        try (Driver driver = task.driver();
                Publishing publishing = driver.publish(task.stream(), false, new Tally())) {
            publishing.roundTrips(body, messages, new Timed(task.warmUpMillis()));
            meter.start();
            Timed measured = new Timed(task.measureMillis());
            publishing.roundTrips(body, messages, measured);
            Sample sample = meter.stop(measured.latencies.count() * messages);
            return measured.latencies.addTo(sample);
        }
    }

    /** Rounds until a time is over. */
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
