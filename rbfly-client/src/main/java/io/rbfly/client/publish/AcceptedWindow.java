package io.rbfly.client.publish;

import io.rbfly.client.publish.outcome.SharedOutcome;
import io.rbfly.client.publish.outcome.WaitingFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages and bytes were accepted and how many of them are done with, and who waits for that to change: for
 * room in the window, or for outcomes. Guarded by the batch's lock; what is to be completed is handed out, to be run
 * without it.
 */
final class AcceptedWindow {
    /** Fewer futures that were dropped are not worth a search. */
    private static final int FEW = 64;

    private final BooleanSupplier onLoop;
    private final CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
    private final int maxMessages;
    private final long maxBytes;
    private final Runnable onDrop;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final PriorityQueue<SharedOutcome> groups =
            new PriorityQueue<>(Comparator.comparingLong(SharedOutcome::end));
    private long messages;
    private long bytes;
    private long settledMessages;
    private long releasedMessages;
    private long releasedBytes;
    /** All messages before this one have outcomes. */
    private long firstOpen;

    /** How many of those who wait were completed by the application, at most. */
    private int dropped;

    /** Waits for a message to be within the window, by its place and that of its last byte. */
    private static final class Waiter extends WaitingFuture {
        final long message;
        final long lastByte;

        Waiter(BooleanSupplier onLoop, Runnable onDrop, long message, long lastByte) {
            super(onLoop, onDrop);
            this.message = message;
            this.lastByte = lastByte;
        }
    }

    /**
     * Nothing accepted yet.
     *
     * @param onDrop called when the application completes a future that waits, as by cancelling it: calls
     *     {@link #dropped}
     */
    AcceptedWindow(int maxMessages, long maxBytes, Runnable onDrop, BooleanSupplier onLoop) {
        this.onLoop = onLoop;
        this.onDrop = onDrop;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Messages that were accepted so far, which is also the place of the next. */
    long accepted() {
        return messages;
    }

    /** Messages without an outcome. */
    long unsettled() {
        return messages - settledMessages;
    }

    /** Notes a message of so many bytes. */
    void accepted(long messageBytes) {
        messages++;
        bytes += messageBytes;
    }

    /** Whether a further message is within the window. */
    boolean hasRoom() {
        return isWithin(messages + 1, bytes + 1);
    }

    /** A future of room for a further message. */
    CompletableFuture<Void> room() {
        return within(messages + 1, bytes + 1);
    }

    /** A future of the last message that was accepted being within the window. */
    CompletableFuture<Void> roomForLast() {
        return within(messages, bytes);
    }

    private CompletableFuture<Void> within(long message, long lastByte) {
        if (isWithin(message, lastByte)) {
            return now;
        }
        Waiter waiter = new Waiter(onLoop, onDrop, message, lastByte);
        waiters.add(waiter);
        return waiter;
    }

    /** A message that is larger than the whole window is within it when it is alone. */
    private boolean isWithin(long message, long lastByte) {
        long before = message - releasedMessages;
        return before <= 1 || before <= maxMessages && lastByte - releasedBytes <= maxBytes;
    }

    /** Whether all messages up to the end of a group have outcomes. If not, the group is completed when they have. */
    boolean isReached(SharedOutcome group) {
        if (group.end() <= firstOpen || unsettled() == 0) {
            return true;
        }
        if (!group.future().isDone()) {
            groups.add(group);
        }
        return false;
    }

    /** A future that waits was completed by the application. Forgets such ones when they are half of all. */
    void dropped() {
        dropped++;
        if (dropped > FEW && dropped > (waiters.size() + groups.size()) / 2) {
            waiters.removeIf(Waiter::isDone);
            groups.removeIf(group -> group.future().isDone());
            dropped = 0;
        }
    }

    /**
     * Takes note of outcomes and of room, with the totals of messages and bytes so far and the place of the first
     * message that has none.
     *
     * @return what is to be completed, null when there is nothing
     */
    @Nullable
    Runnable settled(long settled, long released, long bytesReleased, long firstWithoutOutcome) {
        settledMessages = settled;
        releasedMessages = released;
        releasedBytes = bytesReleased;
        firstOpen = firstWithoutOutcome;
        List<Runnable> due = null;
        for (SharedOutcome group = groups.peek(); group != null && group.end() <= firstOpen; group = groups.peek()) {
            groups.remove();
            due = add(due, group::complete);
        }
        for (Waiter first = waiters.peek();
                first != null && isWithin(first.message, first.lastByte);
                first = waiters.peek()) {
            Waiter waiter = waiters.remove();
            due = add(due, () -> waiter.end(null));
        }
        return due == null ? null : runAll(due);
    }

    /** Fails whoever waits for room: there will be none. */
    Runnable failWaiters(Throwable cause) {
        List<Waiter> left = List.copyOf(waiters);
        waiters.clear();
        return () -> left.forEach(waiter -> waiter.end(cause));
    }

    private static List<Runnable> add(@Nullable List<Runnable> due, Runnable task) {
        List<Runnable> all = due == null ? new ArrayList<>() : due;
        all.add(task);
        return all;
    }

    private static Runnable runAll(List<Runnable> due) {
        return () -> due.forEach(Runnable::run);
    }
}
