package io.rbfly.client.recovery;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pauses before retries, shared by callers with the same number of failures: they retry at the same moment, so that
 * their queries go into one request. Used on the event loop only.
 */
public final class RetryRounds {
    private final Timer timer;
    private final Backoff backoff;
    /** The rounds that can be joined, by number of failures. */
    private final Map<Integer, Round> rounds = new HashMap<>();

    /** All rounds whose pause has not ended. */
    private final Set<Round> waiting = new LinkedHashSet<>();

    private boolean closed;

    public RetryRounds(Timer timer, Backoff backoff) {
        this.timer = timer;
        this.backoff = backoff;
    }

    /**
     * A task that runs after a pause.
     *
     * @param pause the rest of the pause
     */
    public record Retry(Duration pause, Timer.Scheduled task) {
        /** Cancels the task. */
        public void cancel() {
            task.cancel();
        }
    }

    /** Runs a task after the pause for a number of failures. */
    public Retry join(int failures, Runnable task) {
        if (closed) {
            task.run();
            return new Retry(Duration.ZERO, () -> {});
        }
        int level = Math.min(failures, backoff.longestAfter()); // callers with the longest pause share one round
        Round round = rounds.get(level);
        if (round == null || timer.nanoTime() - round.lastEntryNanos > 0) {
            round = begin(level);
            rounds.put(level, round);
        }
        Set<Runnable> tasks = round.tasks;
        tasks.add(task);
        return new Retry(Duration.ofNanos(round.endNanos - timer.nanoTime()), () -> tasks.remove(task));
    }

    /** Runs all waiting tasks now, since the timer ends with the client. */
    public void close() {
        closed = true;
        List.copyOf(waiting).forEach(Round::run);
    }

    /** Starts a round. It can be joined during the first half of its pause: later, the pause would be too short. */
    private Round begin(int level) {
        Duration pause = backoff.pause(level);
        Round round = new Round(timer.nanoTime(), pause.toNanos());
        waiting.add(round);
        timer.schedule(pause, () -> {
            rounds.remove(level, round);
            waiting.remove(round);
            round.run();
        });
        return round;
    }

    private static final class Round {
        final Set<Runnable> tasks = new LinkedHashSet<>();
        final long lastEntryNanos;
        final long endNanos;

        Round(long startNanos, long pauseNanos) {
            this.lastEntryNanos = startNanos + pauseNanos / 2;
            this.endNanos = startNanos + pauseNanos;
        }

        void run() {
            List<Runnable> due = new ArrayList<>(tasks);
            tasks.clear();
            due.forEach(Runnable::run);
        }
    }
}
