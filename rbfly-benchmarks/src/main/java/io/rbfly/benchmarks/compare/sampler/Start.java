package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.lang.management.ManagementFactory;

/** Measures the time from the start of the JVM, as recorded by the JVM in milliseconds, to the first confirm. */
final class Start {
    private Start() {}

    static Sample measure(Task task) throws Exception {
        try (Driver driver = task.driver();
                Publishing publishing = driver.publish(task.stream(), false, new Tally())) {
            int sent = publishing.send(new byte[task.scenario().bodySize()]);
            long confirmed = publishing.awaitConfirms(sent);
            long now = System.currentTimeMillis();
            Counts.check("confirms", confirmed, sent);
            return new Sample()
                    .with(
                            Metric.TIME,
                            now - ManagementFactory.getRuntimeMXBean().getStartTime());
        }
    }
}
