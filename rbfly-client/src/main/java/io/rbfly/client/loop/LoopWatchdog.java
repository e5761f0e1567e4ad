package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects that code of the application blocks an event loop, which stops heartbeats and makes the broker close the
 * connections. For each block it logs the blocking method once, and the duration when the block has ended. A pause of
 * the whole JVM has the same effect without being caused by the application: it is reported separately, and is not part
 * of a block.
 *
 * <p>A probe waits in the queue of the event loop. If it is still waiting after the threshold, the loop is blocked. One
 * daemon thread watches the loops of all clients of a process, and ends with the last of them.
 */
public final class LoopWatchdog {
    private static final System.Logger LOG = System.getLogger(LoopWatchdog.class.getName());
    private static final Duration MAX = Duration.ofDays(36500);
    private static final int CHECKS_PER_THRESHOLD = 4;

    private final EventLoop loop;
    private final Duration threshold;
    private final BiConsumer<Duration, List<StackTraceElement>> blocks;
    private final Consumer<Duration> pauses;
    private final Watch watch;
    private volatile @Nullable Probe probe;
    private volatile @Nullable Thread loopThread;

    private LoopWatchdog(
            EventLoop loop,
            Duration threshold,
            BiConsumer<Duration, List<StackTraceElement>> blocks,
            Consumer<Duration> pauses,
            Watch watch) {
        this.loop = loop;
        this.threshold = threshold.compareTo(MAX) < 0 ? threshold : MAX;
        this.blocks = blocks;
        this.pauses = pauses;
        this.watch = watch;
    }

    /**
     * Starts to watch a loop.
     *
     * @param threshold how long the loop may be blocked, or the JVM paused, before it is reported
     * @param blocks called on the loop after each block with its duration and the stack of the loop
     * @param pauses called on the loop after each pause of the whole JVM with its duration. The pause may have been
     *     longer by a quarter of the threshold
     */
    public static LoopWatchdog watch(
            EventLoop loop,
            Duration threshold,
            BiConsumer<Duration, List<StackTraceElement>> blocks,
            Consumer<Duration> pauses) {
        return watch(loop, threshold, blocks, pauses, Watch.OF_PROCESS);
    }

    static LoopWatchdog watch(
            EventLoop loop,
            Duration threshold,
            BiConsumer<Duration, List<StackTraceElement>> blocks,
            Consumer<Duration> pauses,
            Watch watch) {
        LoopWatchdog watchdog = new LoopWatchdog(loop, threshold, blocks, pauses, watch);
        loop.execute(() -> watchdog.loopThread = Thread.currentThread());
        watch.add(watchdog);
        return watchdog;
    }

    /** Stops watching. */
    public void stop() {
        watch.remove(this);
    }

    /** The interval at which {@link #look} must be called. */
    long intervalNanos() {
        return Math.max(1, threshold.toNanos() / CHECKS_PER_THRESHOLD);
    }

    /** Whether a pause is long enough to be reported. */
    boolean minds(Duration pause) {
        return pause.compareTo(threshold) >= 0;
    }

    /**
     * Checks whether the loop is blocked.
     *
     * @param pause how long the JVM was paused since the last check
     */
    void look(Duration pause) {
        try {
            if (minds(pause)) {
                loop.execute(() -> pauses.accept(pause));
            }
            Probe waiting = probe;
            if (waiting != null) {
                waiting.look();
            } else if (!loop.isShuttingDown()) {
                Probe next = new Probe();
                probe = next;
                loop.execute(next);
            }
        } catch (RejectedExecutionException e) {
            // The loop has ended.
        }
    }

    /** A probe: added to the queue at one check, run by the loop, and replaced at a later check. */
    private final class Probe implements Runnable {
        private final long queuedNanos = watch.clock().nanos();
        private volatile List<StackTraceElement> stack = List.of();

        @Override
        public void run() {
            probe = null;
            List<StackTraceElement> seen = stack;
            if (!seen.isEmpty()) {
                Duration blocked = waited();
                LOG.log(System.Logger.Level.WARNING, "event loop runs again, after {0} ms", blocked.toMillis());
                blocks.accept(blocked, seen);
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
                        BlockedLoopReport.methods(stack),
                        BlockedLoopReport.print(stack));
            }
        }

        private Duration waited() {
            return Duration.ofNanos(watch.clock().nanos() - queuedNanos);
        }
    }
}
