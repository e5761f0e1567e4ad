package io.rbfly.testkit.broker.differential.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What a broker sent during a script, in channels: frames whose order is defined are in one channel, and frames that
 * may overtake each other are in different ones.
 *
 * <ul>
 *   <li>{@code A}: the answers on connection A, refused credits, Close and the end of the connection, in order
 *   <li>{@code A subscription 1}: the messages and ConsumerUpdates of a subscription in order. Chunks are taken apart,
 *       as their borders depend on time.
 *   <li>{@code A subscription 1, chunks}: the headers of the chunks in order, for scripts in which they are defined
 *   <li>{@code A publisher 1, step 3}: the confirms and errors of a step, sorted: duplicates are confirmed at once,
 *       others after they were written
 *   <li>{@code A updates}: the correlation ids of the ConsumerUpdates, sorted
 *   <li>{@code A unavailable}: the MetadataUpdates, sorted
 * </ul>
 */
public final class Transcript {
    /** The end of the names of channels that contain headers of chunks. */
    public static final String CHUNKS = ", chunks";

    private final Map<String, List<String>> channels = new TreeMap<>();
    private long lastArrival = System.nanoTime();

    /** Adds a line at the end of a channel. */
    public synchronized void add(String channel, String line) {
        channels.computeIfAbsent(channel, name -> new ArrayList<>()).add(line);
        changed();
    }

    /** Adds a line to a channel without an order. */
    public synchronized void addSorted(String channel, String line) {
        add(channel, line);
        channels.get(channel).sort(null);
    }

    /** Wakes up those who wait for a condition. */
    public synchronized void changed() {
        lastArrival = System.nanoTime();
        notifyAll();
    }

    /** Waits for a condition that changes only with {@link #changed}; returns whether it is met in time. */
    public synchronized boolean await(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return true;
    }

    /** The time since the last frame. */
    public synchronized Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastArrival);
    }

    /** Everything so far. */
    public synchronized Map<String, List<String>> copy() {
        Map<String, List<String>> copy = new TreeMap<>();
        channels.forEach((name, lines) -> copy.put(name, List.copyOf(lines)));
        return copy;
    }
}
