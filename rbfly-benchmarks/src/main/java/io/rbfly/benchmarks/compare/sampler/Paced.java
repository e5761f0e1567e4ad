package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Numbers;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.LateAnswers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate and reads in the same process. The time of a message counts from its scheduled time, so that
 * stalls while sending are included.
 */
final class Paced implements Measurement {
    private static final Duration CONFIRM_DELAY = Duration.ofMillis(50);

    private final Task task;
    private final Tally confirms = new Tally();
    private final Meter meter;
    private final @Nullable LateAnswers late;
    private final Driver reading;
    private final Driver driver;
    private final Publishing publishing;
    private long sent;

    Paced(Task task) throws Exception {
        this.task = task;
        this.meter = new Meter();
        this.reading = task.driver();
        if (task.scenario().work() == Work.LATE_CONFIRMS) {
            late = new LateAnswers(task.uri(), CONFIRM_DELAY);
            driver = task.driver(late.uri());
        } else {
            late = null;
            driver = reading;
        }
        this.publishing = driver.publish(task.stream(), false, confirms);
    }

    @Override
    public Sample take() throws Exception {
        Tally reads = new Tally();
        Arrivals arrivals = new Arrivals(reads);
        try (AutoCloseable subscription = reading.subscribe(task.stream(), false, false, arrivals)) {
            long before = send(task.leadMillis());
            reads.await(before);
            arrivals.latencies = new Latencies();
            meter.start();
            long measured = send(task.measureMillis());
            long read = reads.await(before + measured);
            Sample sample = meter.stop(measured);
            Counts.check("messages", read, before + measured);
            Counts.check("times", arrivals.latencies.count(), measured);
            return arrivals.latencies.addTo(sample);
        }
    }

    /** Returns the number of sent messages, all of which are confirmed. */
    private long send(int millis) throws Exception {
        int perSecond = task.scenario().size();
        long messages = (long) perSecond * millis / 1000;
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long began = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            long due = began + i * interval;
            long early;
            while ((early = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(early);
            }
            publishing.send(Numbers.body(task.scenario().bodySize(), due));
        }
        sent += messages;
        Counts.check("confirms", publishing.awaitConfirms(sent), sent);
        return messages;
    }

    @Override
    public void close() throws Exception {
        publishing.close();
        driver.close();
        if (late != null) {
            reading.close();
            late.close();
        }
    }

    /** Records the time of each message, whose number is its scheduled time. */
    private static final class Arrivals extends CountingReader {
        private volatile Latencies latencies = new Latencies();
        private long last = Long.MIN_VALUE;

        Arrivals(Tally tally) {
            super(tally);
        }

        @Override
        public void message(long offset, int bodySize, long due) {
            latencies.record(System.nanoTime() - due);
            if (due <= last) {
                failed(new IllegalStateException("messages came out of order"));
            }
            last = due;
            super.message(offset, bodySize, due);
        }
    }
}
