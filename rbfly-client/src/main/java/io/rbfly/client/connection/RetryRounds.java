package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pauses before new attempts, taken together: those who wait for their third attempt, say, make it at the same moment, so
 * that what they ask for goes into one request. Used on the event loop only.
 */
final class RetryRounds {
    private static final int LAST_LEVEL = 30;

    private final Timer timer;
    private final Backoff backoff;
    private final Map<Integer, Round> rounds = new HashMap<>();

    RetryRounds(Timer timer, Backoff backoff) {
        this.timer = timer;
        this.backoff = backoff;
    }

    /** Runs a task after the pause that follows so many failures. */
    Timer.Scheduled join(int failures, Runnable task) {
        int level = Math.min(failures, LAST_LEVEL);
        Round round = rounds.get(level);
        if (round == null || timer.nanoTime() - round.lastEntryNanos > 0) {
            round = begin(level);
            rounds.put(level, round);
        }
        Set<Runnable> tasks = round.tasks;
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Who comes in the second half of a pause has to wait for the next: it would be too short. */
    private Round begin(int level) {
        Duration pause = backoff.pause(level);
        Round round = new Round(new LinkedHashSet<>(), timer.nanoTime() + pause.toNanos() / 2);
        timer.schedule(pause, () -> {
            rounds.remove(level, round);
            List<Runnable> due = new ArrayList<>(round.tasks);
            due.forEach(Runnable::run);
        });
        return round;
    }

    private record Round(Set<Runnable> tasks, long lastEntryNanos) {}
}
