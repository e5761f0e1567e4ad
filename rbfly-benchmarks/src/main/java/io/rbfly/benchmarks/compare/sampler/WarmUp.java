package io.rbfly.benchmarks.compare.sampler;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The work before the first sample of a JVM: the measured work is repeated until the JVM compiles hardly anything any
 * more. Code that runs once per message is compiled within a second, code that runs once per frame much later. Until
 * then the compiler takes more processor time than the client.
 */
final class WarmUp {
    private static final double QUIET = 0.03;

    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final long leastNanos;
    private final long mostNanos;

    WarmUp(Task task) {
        leastNanos = TimeUnit.MILLISECONDS.toNanos(task.warmUpMillis());
        mostNanos = TimeUnit.MILLISECONDS.toNanos(task.mostWarmUpMillis());
    }

    void run(Callable<?> work) throws Exception {
        long began = System.nanoTime();
        long last = began;
        long compiledBefore = compiler.getTotalCompilationTime();
        boolean quiet;
        do {
            work.call();
            long now = System.nanoTime();
            long compiled = compiler.getTotalCompilationTime();
            quiet = TimeUnit.MILLISECONDS.toNanos(compiled - compiledBefore) < QUIET * (now - last);
            last = now;
            compiledBefore = compiled;
        } while (last - began < (quiet ? leastNanos : mostNanos));
    }
}
