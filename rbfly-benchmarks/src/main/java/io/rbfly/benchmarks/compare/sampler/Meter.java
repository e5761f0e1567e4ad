package io.rbfly.benchmarks.compare.sampler;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures an interval: time, processor time of the whole process, bytes allocated by all Java threads, peaks.
 *
 * <p>Bytes are the sums of the JVM's exact counters per thread. The counter of a thread is lost when it ends, so an
 * interval in which a thread ended is an error.
 */
final class Meter {
    private static final double MEGA = 1 << 20;
    private static final int SETTLE_MILLIS = 80;
    private static final int SETTLE_TIMES = 3;

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final int threadsBefore = threads.getThreadCount();
    private Map<Long, Long> allocatedBefore = Map.of();
    private long startedBefore;
    private long cpuBefore;
    private long beganNanos;

    /** Must be created before the contender, whose threads are those that are started afterwards. */
    Meter() {}

    /** Starts the interval, once the threads of what was closed before, and those that are idle, have ended. */
    void start() throws InterruptedException {
        int quiet = 0;
        while (quiet < SETTLE_TIMES) {
            int count = threads.getThreadCount();
            Thread.sleep(SETTLE_MILLIS);
            quiet = threads.getThreadCount() == count && !isThreadEnding() ? quiet + 1 : 0;
        }
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        threads.resetPeakThreadCount();
        startedBefore = threads.getTotalStartedThreadCount();
        allocatedBefore = allocated();
        cpuBefore = process.getProcessCpuTime();
        beganNanos = System.nanoTime();
    }

    /** Whether our client has a thread that was needed for connecting, and ends when it is idle for a second. */
    private boolean isThreadEnding() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .anyMatch(thread -> thread != null && thread.getThreadName().startsWith("rbfly-task-"));
    }

    /** Ends the interval, in which a number of messages were processed. */
    Sample stop(long messages) {
        double nanos = System.nanoTime() - beganNanos;
        double cpu = process.getProcessCpuTime() - cpuBefore;
        double bytes = allocatedSince();
        double peak =
                heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return new Sample()
                .with(Metric.RATE, messages * 1e9 / nanos)
                .with(Metric.CPU, cpu / messages)
                .with(Metric.ALLOCATION, bytes / messages)
                .with(Metric.PEAK_HEAP, peak / MEGA)
                .with(Metric.THREADS, threads.getPeakThreadCount() - threadsBefore);
    }

    /** Returns the number of live threads that were started since the creation of this object. */
    int threads() {
        return threads.getThreadCount() - threadsBefore;
    }

    private double allocatedSince() {
        Map<Long, Long> after = allocated();
        long started = threads.getTotalStartedThreadCount() - startedBefore;
        long fresh = after.keySet().stream()
                .filter(id -> !allocatedBefore.containsKey(id))
                .count();
        if (fresh < started || !after.keySet().containsAll(allocatedBefore.keySet())) {
            throw new IllegalStateException("a thread ended while it was measured, and nobody knows what it allocated");
        }
        return after.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - allocatedBefore.getOrDefault(entry.getKey(), 0L))
                .sum();
    }

    private Map<Long, Long> allocated() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> sums = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                sums.put(ids[i], bytes[i]);
            }
        }
        return sums;
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }
}
