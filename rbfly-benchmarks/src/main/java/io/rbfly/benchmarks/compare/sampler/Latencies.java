package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Records times of one thread in nanoseconds with three digits. */
final class Latencies {
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(2), DIGITS);

    void record(long nanos) {
        histogram.recordValue(Math.max(0, nanos));
    }

    long count() {
        return histogram.getTotalCount();
    }

    Sample addTo(Sample sample) {
        return sample.with(Metric.P50, histogram.getValueAtPercentile(50) / NANOS_PER_MICRO)
                .with(Metric.P99, histogram.getValueAtPercentile(99) / NANOS_PER_MICRO)
                .with(Metric.P999, histogram.getValueAtPercentile(99.9) / NANOS_PER_MICRO);
    }
}
