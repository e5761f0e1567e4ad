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
 * Pauses before new attempts, taken together: those who wait for their third attempt, say, make it at the same moment,
 * so that what they ask for goes into one request. Used on the event loop only.
 */
public final class RetryRounds {
    private final Timer timer;
    private final Backoff backoff;
    /** Those that may be joined, by the number of failures. */
    private final Map<Integer, Round> rounds = new HashMap<>();

    /** All whose pause is not over. */
    private final Set<Round> waiting = new LinkedHashSet<>();

    private boolean closed;

    public RetryRounds(Timer timer, Backoff backoff) {
        this.timer = timer;
        this.backoff = backoff;
    }

    /**
     * A task that is to run after a pause.
     *
     * @param pause what is left of it
     */
    public record Retry(Duration pause, Timer.Scheduled task) {
        /** Does not run the task. */
        public void cancel() {
            task.cancel();
        }
    }

    /** Runs a task after the pause that follows so many failures. */
    public Retry join(int failures, Runnable task) {
        if (closed) {
            task.run();
            return new Retry(Duration.ZERO, () -> {});
        }
        int level = Math.min(failures, backoff.longestAfter()); // whose pauses are all the longest share one
        Round round = rounds.get(level);
        if (round == null || timer.nanoTime() - round.lastEntryNanos > 0) {
            round = begin(level);
            rounds.put(level, round);
        }
        Set<Runnable> tasks = round.tasks;
        tasks.add(task);
        return new Retry(Duration.ofNanos(round.endNanos - timer.nanoTime()), () -> tasks.remove(task));
    }

    /** Ends all pauses: nobody is to wait for a timer that dies with the client. */
    public void close() {
        closed = true;
        List.copyOf(waiting).forEach(Round::run);
    }

    /** Who comes in the second half of a pause has to wait for the next: it would be too short. */
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
