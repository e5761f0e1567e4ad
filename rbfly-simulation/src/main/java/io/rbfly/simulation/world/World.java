package io.rbfly.simulation.world;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The clock and the scheduler of a run. At each step one of the actors that have something to do takes a turn, drawn at
 * random; when none has, time moves to the next deadline.
 */
public final class World implements Ticker {
    /** How far actors that always have work take it beyond a limit. */
    private static final long BUSY_NANOS = 60_000_000_000L;

    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    private final RandomGenerator random;
    private final int maxTurnNanos;
    private final Trace trace;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Actor> ready = new ArrayList<>();
    private final PriorityQueue<Timed> events = new PriorityQueue<>();
    private @Nullable Actor current;
    private long nowNanos = 1;
    private long sequence;
    private long steps;
    private final List<Throwable> failures = new ArrayList<>();

    private record Timed(long nanos, long sequence, Runnable task) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /**
     * Creates a world in which nothing happens.
     *
     * @param random draws the order of turns
     * @param maxTurnNanos how long a turn takes at most
     * @param output takes the trace, null for none
     */
    public World(RandomGenerator random, int maxTurnNanos, Trace.@Nullable Output output) {
        this.random = random;
        this.maxTurnNanos = maxTurnNanos;
        this.trace = new Trace(this, output);
    }

    /** What happens. */
    public Trace trace() {
        return trace;
    }

    /** The simulated time in nanoseconds. */
    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** The wall clock of all clients and nodes, in milliseconds since 1970. */
    public long currentTimeMillis() {
        return EPOCH_MILLIS + nowNanos / 1_000_000;
    }

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing may block");
    }

    /** The number of turns so far. */
    public long steps() {
        return steps;
    }

    /** The actor whose turn it is, null between turns. */
    public @Nullable Actor current() {
        return current;
    }

    /** Lets time pass while a task runs, as if it took that long. */
    public void spend(Duration duration) {
        nowNanos += duration.toNanos();
    }

    void add(Actor actor) {
        actors.add(actor);
    }

    /** Runs a task at a time, outside of any actor: what hardware does. */
    public void at(long nanos, Runnable task) {
        events.add(new Timed(Math.max(nanos, nowNanos), sequence++, task));
    }

    /** Runs a task after a time, outside of any actor. */
    public void after(Duration delay, Runnable task) {
        at(nowNanos + delay.toNanos(), task);
    }

    /** Remembers an exception that nothing else reports. */
    public void failed(Throwable failure) {
        failures.add(failure);
    }

    /** Exceptions of tasks so far: each is a defect. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Runs until a condition holds or time is up; returns whether the condition holds. */
    public boolean runUntil(BooleanSupplier condition, long limitNanos) {
        while (!condition.getAsBoolean()) {
            if (nowNanos - limitNanos > BUSY_NANOS || !step(limitNanos)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Takes one turn, or moves time on; returns false if nothing happens until a time. */
    public boolean step(long limitNanos) {
        runDueEvents();
        ready.clear();
        for (Actor actor : actors) {
            if (actor.hasWork()) {
                ready.add(actor);
            }
        }
        if (ready.isEmpty()) {
            return moveOn(limitNanos);
        }
        int drawn = ready.size() == 1 ? 0 : random.nextInt(ready.size());
        steps++;
        trace.mix(drawn);
        run(ready.get(drawn));
        nowNanos += random.nextInt(maxTurnNanos) + 1;
        return true;
    }

    private void run(Actor actor) {
        current = actor;
        try {
            actor.turn();
        } finally {
            current = null;
        }
    }

    private void runDueEvents() {
        while (!events.isEmpty() && events.peek().nanos <= nowNanos) {
            events.poll().task.run();
        }
    }

    private boolean moveOn(long limitNanos) {
        long next = events.isEmpty() ? NEVER : events.peek().nanos;
        for (Actor actor : actors) {
            next = Math.min(next, actor.nextDeadline());
        }
        if (next > limitNanos) {
            nowNanos = Math.max(nowNanos, limitNanos);
            return false;
        }
        nowNanos = Math.max(nowNanos, next);
        trace.mix(nowNanos);
        return true;
    }
}
