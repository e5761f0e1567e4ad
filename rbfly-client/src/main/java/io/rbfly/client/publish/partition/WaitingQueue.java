package io.rbfly.client.publish.partition;

import io.rbfly.client.api.error.PublisherFullException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What cannot be passed on yet, because a route is not known or a publisher is not open, and all that comes after it,
 * in order. Usually empty. For use in any thread.
 */
final class WaitingQueue {
    private final long maxBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean draining;
    private volatile boolean waiting;
    private @Nullable Throwable ended;
    private final List<Runnable> whenEmpty = new ArrayList<>();

    /**
     * Something that waits.
     *
     * @param known completes when it can be passed on, never exceptionally
     * @param bytes that it holds
     * @param room whether it is refused while there is no room
     * @param pass passes it on
     * @param fail ends it with an exception instead
     */
    record Entry(CompletableFuture<?> known, long bytes, Room room, Runnable pass, Consumer<Throwable> fail) {}

    /** What an entry has to do with the limit of bytes. */
    enum Room {
        /** A message of a caller who may send more at once: refused if the limit is reached. */
        REQUIRED,
        /** A message of a caller who awaits it before the next one: refused at twice the limit. */
        AWAITED,
        /** No message, or messages that the caller keeps: never refused. */
        NONE
    }

    WaitingQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether something waits, so that everything else has to wait behind it. */
    boolean isWaiting() {
        return waiting;
    }

    /** Adds what is passed on when it is its turn, which may be now; throws if it is not accepted. */
    void add(Entry entry) {
        synchronized (this) {
            if (ended != null) {
                entry.fail.accept(ended);
                return;
            } else if (isRefused(entry)) {
                throw new PublisherFullException(
                        "messages that wait for their partition hold " + bytes + " bytes (expected: less than "
                                + maxBytes + "); await ready() before sending more",
                        null);
            }
            entries.add(entry);
            bytes += entry.bytes;
            waiting = true;
        }
        entry.known.whenComplete((nothing, error) -> drain());
    }

    private boolean isRefused(Entry entry) {
        return switch (entry.room) {
            case REQUIRED -> bytes >= maxBytes;
            case AWAITED -> bytes / 2 >= maxBytes;
            case NONE -> false;
        };
    }

    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        for (Entry next = next(); next != null; next = next()) {
            try {
                next.pass.run();
            } catch (Throwable e) {
                next.fail.accept(e);
            }
        }
        List<Runnable> due = List.of();
        synchronized (this) {
            if (!waiting) {
                due = List.copyOf(whenEmpty);
                whenEmpty.clear();
            }
        }
        due.forEach(Runnable::run);
    }

    /** Returns the next entry if it can be passed on; stops draining if not. */
    private synchronized @Nullable Entry next() {
        Entry first = entries.peek();
        if (first != null && first.known.isDone()) {
            entries.remove();
            bytes -= first.bytes;
            return first;
        }
        draining = false;
        waiting = first != null;
        return null;
    }

    /** Runs an action when nothing waits any more, which may be now. */
    void whenEmpty(Runnable action) {
        synchronized (this) {
            if (waiting) {
                whenEmpty.add(action);
                return;
            }
        }
        action.run();
    }

    /** Fails all that waits, and what is added later. */
    void end(Throwable cause) {
        List<Entry> left;
        List<Runnable> due;
        synchronized (this) {
            ended = cause;
            left = List.copyOf(entries);
            entries.clear();
            bytes = 0;
            waiting = false;
            due = List.copyOf(whenEmpty);
            whenEmpty.clear();
        }
        left.forEach(entry -> entry.fail.accept(cause));
        due.forEach(Runnable::run);
    }
}
