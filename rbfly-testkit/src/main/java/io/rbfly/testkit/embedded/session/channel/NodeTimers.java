package io.rbfly.testkit.embedded.session.channel;

import io.netty.util.concurrent.EventExecutor;
import io.rbfly.testkit.embedded.cluster.Node;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The timers of a connection. One that expires while the node is frozen acts when the node continues, as the timers of
 * a process that was stopped do. Each acts once, so that nothing piles up meanwhile.
 */
public final class NodeTimers {
    private final EventExecutor executor;
    private final Node node;

    /** Creates the timers of a connection to a node. */
    public NodeTimers(EventExecutor executor, Node node) {
        this.executor = executor;
        this.node = node;
    }

    /** A timer that can be cancelled, also if it has expired on a frozen node. */
    public static final class Timer {
        private boolean cancelled;

        private Timer() {}

        /** Prevents the action, unless it was already executed. */
        public void cancel() {
            cancelled = true;
        }
    }

    /** Executes an action after a time. */
    public Timer after(Duration delay, Runnable action) {
        Timer timer = new Timer();
        Runnable unlessCancelled = () -> {
            if (!timer.cancelled) {
                action.run();
            }
        };
        executor.schedule(() -> node.run(unlessCancelled), delay.toNanos(), TimeUnit.NANOSECONDS);
        return timer;
    }
}
