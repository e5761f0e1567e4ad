package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices when code of the application blocks an event loop, which stops heartbeats and makes the broker close its
 * connections. Logs once for each block which method blocks, and once more when it is over and how long it was.
 *
 * <p>A probe waits in the loop's queue; when it is still waiting after the threshold, the loop is blocked. One daemon thread
 * watches the loops of all clients of a process, and ends with the last of them.
 */
public final class LoopWatchdog {
    private static final System.Logger LOG = System.getLogger(LoopWatchdog.class.getName());
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final EventLoop loop;
    private final Duration threshold;
    private final BiConsumer<Duration, List<StackTraceElement>> listener;
    private final ScheduledFuture<?> watching;
    private volatile @Nullable Probe probe;
    private volatile @Nullable Thread loopThread;

    private LoopWatchdog(EventLoop loop, Duration threshold, BiConsumer<Duration, List<StackTraceElement>> listener) {
        this.loop = loop;
        this.threshold = threshold;
        this.listener = listener;
        loop.execute(() -> loopThread = Thread.currentThread());
        long interval = Math.max(1, threshold.toNanos() / 2);
        this.watching = WATCH.scheduleAtFixedRate(this::look, interval, interval, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts to watch a loop.
     *
     * @param listener told on the loop, after each block, how long it was and where the loop was seen
     */
    public static LoopWatchdog watch(
            EventLoop loop, Duration threshold, BiConsumer<Duration, List<StackTraceElement>> listener) {
        return new LoopWatchdog(loop, threshold, listener);
    }

    /** Stops to watch. */
    public void stop() {
        watching.cancel(false);
    }

    private void look() {
        Probe waiting = probe;
        if (waiting != null) {
            waiting.look();
        } else if (!loop.isShuttingDown()) {
            Probe next = new Probe();
            probe = next;
            loop.execute(next);
        }
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rbfly-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** One probe: put in the queue at one look, run by the loop, and replaced at the look after that. */
    private final class Probe implements Runnable {
        private final long queuedNanos = System.nanoTime();
        private volatile List<StackTraceElement> stack = List.of();

        @Override
        public void run() {
            probe = null;
            List<StackTraceElement> seen = stack;
            if (!seen.isEmpty()) {
                Duration blocked = waited();
                LOG.log(System.Logger.Level.WARNING, "event loop runs again, after {0} ms", blocked.toMillis());
                listener.accept(blocked, seen);
            }
        }

        private void look() {
            Thread thread = loopThread;
            if (thread != null && stack.isEmpty() && waited().compareTo(threshold) >= 0) {
                stack = List.of(thread.getStackTrace());
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event loop blocked for {0} ms by {1}; no heartbeat is sent meanwhile\n{2}",
                        waited().toMillis(),
                        Blame.methods(stack),
                        Blame.print(stack));
            }
        }

        private Duration waited() {
            return Duration.ofNanos(System.nanoTime() - queuedNanos);
        }
    }
}
