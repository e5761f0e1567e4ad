package io.rbfly.client.support;

import io.netty.channel.EventLoop;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.PriorityQueue;

/** Time that stands still until a test moves it. Tasks run on the event loop, in the order of their times. */
public final class ManualTimer implements Timer {
    private final EventLoop loop;
    private final Runnable settle;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowNanos;
    private long sequence;

    public ManualTimer(EventLoop loop) {
        this(loop, () -> Loops.settle(loop));
    }

    /** With what lets all that a task causes happen. */
    public ManualTimer(EventLoop loop, Runnable settle) {
        this.loop = loop;
        this.settle = settle;
    }

    @Override
    public synchronized long nanoTime() {
        return nowNanos;
    }

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(nowNanos + Timer.nanos(delay), sequence++, task);
        tasks.add(scheduled);
        return () -> remove(scheduled);
    }

    /** Moves time on, running what becomes due, each at its own time and everything it causes before the next. */
    public void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        for (Task due = next(end); due != null; due = next(end)) {
            Loops.run(loop, due.task);
            settle.run();
        }
        synchronized (this) {
            nowNanos = end;
        }
    }

    /** Moves the clock on and runs nothing: for code that takes time. */
    public synchronized void advanceClock(Duration duration) {
        nowNanos += duration.toNanos();
    }

    /** Tasks that are still to run. */
    public synchronized int scheduled() {
        return tasks.size();
    }

    private synchronized Task next(long end) {
        if (tasks.isEmpty() || tasks.peek().atNanos > end) {
            return null;
        }
        Task due = tasks.poll();
        nowNanos = Math.max(nowNanos, due.atNanos);
        return due;
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private record Task(long atNanos, long sequence, Runnable task) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
