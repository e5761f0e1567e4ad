package io.rbfly.benchmarks.compare.sampler;

import io.netty.util.internal.PlatformDependent;
import io.rbfly.benchmarks.compare.driver.Driver;
import io.rbfly.benchmarks.compare.driver.Publishing;
import io.rbfly.benchmarks.compare.driver.Tally;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the resources of an idle client with one publisher and one subscription after a garbage collection. */
final class Idle {
    private static final double MEGA = 1 << 20;
    private static final double KILOS_PER_MEGA = 1 << 10;
    private static final int COLLECTIONS = 3;

    private Idle() {}

    static Sample measure(Task task) throws Exception {
        Meter meter = new Meter();
        Tally arrivals = new Tally();
        try (Driver driver = task.driver();
                AutoCloseable subscription =
                        driver.subscribe(task.stream(), false, false, new CountingReader(arrivals));
                Publishing publishing = driver.publish(task.stream(), false, new Tally())) {
            int sent = publishing.send(new byte[task.scenario().bodySize()]);
            publishing.awaitConfirms(sent);
            arrivals.await(sent);
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
            }
            return new Sample()
                    .with(Metric.THREADS, meter.threads())
                    .with(Metric.HEAP_IN_USE, heapInUse() / MEGA)
                    .with(Metric.DIRECT_MEMORY, Math.max(0, PlatformDependent.usedDirectMemory()) / MEGA)
                    .with(Metric.RESIDENT, residentKilobytes() / KILOS_PER_MEGA);
        }
    }

    private static double heapInUse() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Returns NaN if the system does not report it. */
    private static double residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(Double.NaN);
    }
}
