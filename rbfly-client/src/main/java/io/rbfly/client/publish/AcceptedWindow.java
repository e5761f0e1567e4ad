package io.rbfly.client.publish;

import io.rbfly.client.budget.Share;
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
 * Counts the accepted messages and bytes, and those that have an outcome, and keeps the futures that wait for room in
 * the window or for outcomes. Guarded by the lock of the batch. Futures to be completed are returned, and completed
 * without the lock.
 */
final class AcceptedWindow {
    /** The number of dropped futures up to which removing them is not worth a search. */
    private static final int MIN_DROPPED = 64;

    private final BooleanSupplier onLoop;
    private final CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
    private final int maxMessages;
    private final long maxBytes;
    private final Runnable onDrop;
    /** The share of a budget that limits this window, in place of the maximums; null if there is none. */
    private final @Nullable Share share;

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

    /** The maximum number of waiting futures that the application has completed. */
    private int dropped;

    /** Waits until a message is within the window, by its position and that of its last byte. */
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
     * Creates an empty window.
     *
     * @param onDrop called when the application completes a waiting future, for example by cancelling it; it calls
     *     {@link #dropped}
     * @param share limits the window in place of the maximums; null if there is none
     */
    AcceptedWindow(int maxMessages, long maxBytes, Runnable onDrop, BooleanSupplier onLoop, @Nullable Share share) {
        this.share = share;
        this.onLoop = onLoop;
        this.onDrop = onDrop;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** The number of accepted messages, which is also the position of the next one. */
    long accepted() {
        return messages;
    }

    /** The number of messages without an outcome. */
    long unsettled() {
        return messages - settledMessages;
    }

    /** Adds a message with a number of bytes. */
    void accepted(long messageBytes) {
        messages++;
        bytes += messageBytes;
    }

    /** Whether another message is within the window. */
    boolean hasRoom() {
        return isWithin(messages + 1, bytes + 1);
    }

    /** Returns a future that completes when there is room for another message. */
    CompletableFuture<Void> room() {
        return within(messages + 1, bytes + 1);
    }

    /** Returns a future that completes when the last accepted message is within the window. */
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

    /** Whether a message is within the window. One that is larger than the window is within it when it is alone. */
    private boolean isWithin(long message, long lastByte) {
        long before = message - releasedMessages;
        return before <= 1
                || (share == null
                        ? before <= maxMessages && lastByte - releasedBytes <= maxBytes
                        : share.reach(before, lastByte - releasedBytes));
    }

    /** Whether the first of those that wait is within the window. */
    private boolean isServed(Waiter first) {
        long before = first.message - releasedMessages;
        return share == null
                ? isWithin(first.message, first.lastByte)
                : before <= 1 || share.reachAgain(before, first.lastByte - releasedBytes);
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

    /** The application has completed a waiting future. Removes these futures when they are half of all. */
    void dropped() {
        dropped++;
        if (dropped > MIN_DROPPED && dropped > (waiters.size() + groups.size()) / 2) {
            waiters.removeIf(Waiter::isDone);
            groups.removeIf(group -> group.future().isDone());
            dropped = 0;
        }
    }

    /**
     * Updates outcomes and room, with the total numbers of messages and bytes and the position of the first message
     * without an outcome.
     *
     * @return completes futures, null if there are none to complete
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
        if (share != null) {
            returnUnused(share);
        }
        return serve(due);
    }

    /** The share of the budget was raised. Returns what {@link #settled} does. */
    @Nullable
    Runnable granted() {
        Runnable due = serve(null);
        if (share != null && due == null) {
            returnUnused(share); // those that waited have gone
        }
        return due;
    }

    private void returnUnused(Share held) {
        held.lower(messages - releasedMessages, bytes - releasedBytes);
        if (waiters.isEmpty()) {
            held.stopWaiting();
        }
    }

    private @Nullable Runnable serve(@Nullable List<Runnable> before) {
        List<Runnable> due = before;
        for (Waiter first = waiters.peek(); first != null && isServed(first); first = waiters.peek()) {
            Waiter waiter = waiters.remove();
            due = add(due, () -> waiter.end(null));
        }
        return due == null ? null : runAll(due);
    }

    /** Returns an action that fails all futures that wait for room. */
    Runnable failWaiters(Throwable cause) {
        List<Waiter> left = List.copyOf(waiters);
        waiters.clear();
        if (share != null) {
            share.stopWaiting();
        }
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
