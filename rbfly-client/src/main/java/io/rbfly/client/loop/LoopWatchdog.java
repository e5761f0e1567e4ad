package io.rbfly.client.loop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices when code of the application blocks an event loop, which stops heartbeats and makes the broker close its
 * connections. Logs once for each block which method blocks, and once more when it is over and how long it was. A pause
 * of the whole JVM has the same effect and nobody in the application to blame: it is told apart, and is no part of a
 * block.
 *
 * <p>A probe waits in the loop's queue; when it is still waiting after the threshold, the loop is blocked. One daemon
 * thread watches the loops of all clients of a process, and ends with the last of them.
 */
public final class LoopWatchdog {
    private static final System.Logger LOG = System.getLogger(LoopWatchdog.class.getName());
    private static final Duration MAX = Duration.ofDays(36500);
    private static final int LOOKS_PER_THRESHOLD = 4;

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
     * @param threshold for how long the loop may be blocked, or the JVM paused, without a word
     * @param blocks told on the loop, after each block, how long it was and where the loop was seen
     * @param pauses told on the loop, after each pause of the whole JVM, how long it was. It may have been longer by a
     *     quarter of the threshold
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

    /** Stops to watch. */
    public void stop() {
        watch.remove(this);
    }

    /** How often {@link #look} is to be called. */
    long intervalNanos() {
        return Math.max(1, threshold.toNanos() / LOOKS_PER_THRESHOLD);
    }

    /** Whether a pause is long enough to be told. */
    boolean minds(Duration pause) {
        return pause.compareTo(threshold) >= 0;
    }

    /**
     * Looks whether the loop is blocked.
     *
     * @param pause for how long the JVM was paused since the last look
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

    /** One probe: put in the queue at one look, run by the loop, and replaced at the look after that. */
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
