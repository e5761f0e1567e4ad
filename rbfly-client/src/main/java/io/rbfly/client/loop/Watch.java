package io.rbfly.client.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the watched loops periodically, in one thread, and its own delay: if a check is much too late, the whole JVM
 * was paused, and no loop is the cause.
 */
final class Watch {
    /** The watch of this process: one daemon thread, which ends with the last watchdog. */
    static final Watch OF_PROCESS = new Watch(System::nanoTime, inOneThread());

    private static final System.Logger LOG = System.getLogger(LoopWatchdog.class.getName());

    private final AwakeClock clock;
    private final Scheduler scheduler;
    private final List<LoopWatchdog> watchdogs = new CopyOnWriteArrayList<>();
    private long intervalNanos;
    private @Nullable Future<?> next;

    /**
     * Creates a watch with a source of time in nanoseconds, from any origin, and a scheduler that runs one check at a
     * time.
     */
    Watch(LongSupplier nanoTime, Scheduler scheduler) {
        this.clock = new AwakeClock(nanoTime);
        this.scheduler = scheduler;
    }

    AwakeClock clock() {
        return clock;
    }

    synchronized void add(LoopWatchdog watchdog) {
        watchdogs.add(watchdog);
        if (next == null) {
            lookLater();
        } else if (watchdog.intervalNanos() < intervalNanos) {
            next.cancel(false);
            next = scheduler.schedule(this::look, 0);
        }
    }

    synchronized void remove(LoopWatchdog watchdog) {
        watchdogs.remove(watchdog);
        if (watchdogs.isEmpty()) {
            lookLater();
        }
    }

    private void look() {
        Duration pause = Duration.ofNanos(noticePause());
        try {
            if (watchdogs.stream().anyMatch(watchdog -> watchdog.minds(pause))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the whole JVM was paused for {0} ms (garbage collection, a safepoint, or the machine); no"
                                + " heartbeat was sent meanwhile",
                        pause.toMillis());
            }
            watchdogs.forEach(watchdog -> watchdog.look(pause));
        } finally {
            lookLater(); // even if a log handler fails
        }
    }

    private synchronized long noticePause() {
        return clock.expect(intervalNanos);
    }

    /** Schedules the next check from now, not from the last check: a slow log handler is not a pause. */
    private synchronized void lookLater() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (watchdogs.isEmpty()) {
            clock.expectNothing();
            return;
        }
        intervalNanos =
                watchdogs.stream().mapToLong(LoopWatchdog::intervalNanos).min().orElseThrow();
        clock.expect(intervalNanos);
        next = scheduler.schedule(this::look, intervalNanos);
    }

    private static Scheduler inOneThread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rbfly-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return (task, delayNanos) -> executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a task later, in its own thread. */
    @FunctionalInterface
    interface Scheduler {
        Future<?> schedule(Runnable task, long delayNanos);
    }
}
